"""What the console keeps for pages whose browser has no connection."""

import re
from collections.abc import Iterator

import httpx
import pytest
from websockets.frames import CloseCode
from websockets.sync.client import connect

from console.frame.page_clients import (
    CROWDED_CUT_OFF_SECONDS,
    CUT_OFF_SECONDS,
    MOST_NEVER_CONNECTED,
    MOST_WAITING,
    cut_off_seconds,
)
from tests.harness.waiting import wait_for
from tests.integration.console.running_memory_console import MemoryConsole, running_memory_console

LOADS = 100
MOST_OBJECTS_MORE = 5 * LOADS
"""The refresh of the figures may hold some at one count and not at the other. A page is thousands of objects."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryConsole]:
    """A console without services."""
    with running_memory_console(tmp_path_factory.mktemp("memory")) as console:
        yield console


@pytest.mark.parametrize(("path", "status"), [("/", 303), ("/sign-in", 200), ("/sign-in?refused", 200), ("/.env", 404)])
def test_requests_without_a_session_leave_nothing_behind(console: MemoryConsole, path: str, status: int) -> None:
    with httpx.Client(base_url=console.url, timeout=30) as anyone:
        anyone.get(path)
        before = console.kept()
        statuses = {anyone.get(path).status_code for _ in range(LOADS)}

    assert statuses == {status}
    assert console.kept()["clients"] == before["clients"]
    assert console.kept()["objects"] < before["objects"] + MOST_OBJECTS_MORE


def test_pages_that_no_browser_connects_to_are_limited(console: MemoryConsole) -> None:
    with httpx.Client(base_url=console.url, cookies=console.session(), timeout=30) as script:
        statuses = {script.get("/").status_code for _ in range(MOST_NEVER_CONNECTED + 8)}

    assert statuses == {200}
    assert 0 < console.kept()["clients"] <= MOST_NEVER_CONNECTED
    console.let_never_connected_go()
    assert console.kept()["clients"] == 0


def test_only_a_page_whose_browser_closes_the_websocket_as_going_away_is_let_go(console: MemoryConsole) -> None:
    cut_off, left = _load_page(console), _load_page(console)
    _close_socket(console, cut_off, code=CloseCode.NORMAL_CLOSURE)
    _close_socket(console, left, code=CloseCode.GOING_AWAY)
    wait_for("the page that was left is let go", lambda: left not in console.kept()["pages"])

    assert cut_off in console.kept()["pages"]


def _load_page(console: MemoryConsole) -> str:
    """Load a page and return its id."""
    html = httpx.get(f"{console.url}/", cookies=console.session(), timeout=30).text
    found = re.search(r"client_id\W+([\w-]+)", html)
    assert found is not None
    return found[1]


def _close_socket(console: MemoryConsole, page: str, *, code: CloseCode) -> None:
    address = f"ws://127.0.0.1:{console.port}/_nicegui_ws/socket.io/?client_id={page}&EIO=4&transport=websocket"
    connect(address).close(code)


@pytest.mark.parametrize(
    ("pages_waiting", "seconds"),
    [(1, CUT_OFF_SECONDS), (MOST_WAITING, CUT_OFF_SECONDS), (MOST_WAITING + 1, CROWDED_CUT_OFF_SECONDS)],
)
def test_a_page_waits_long_for_its_browser_unless_many_wait(pages_waiting: int, seconds: float) -> None:
    assert cut_off_seconds(pages_waiting) == seconds
