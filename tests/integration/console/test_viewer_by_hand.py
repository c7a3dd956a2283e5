"""Whatever the server listens to, a viewer sends by hand: nothing changes but their own, and the audit log knows (T33).

Pages, buttons and dialogs are found by the test itself: a new page is covered once it stands in the directory.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import httpx
import pytest
from esteira.core.http.policies import Policy

from infra.local.home import REPOSITORY
from tests.harness.child import Child
from tests.harness.ports import free_port, listening
from tests.integration.console.hands import Hands, Listener
from tests.integration.console.kept_console import ADMIN_TOKEN, VIEWER_TOKEN
from tests.integration.console.page_socket import PageRefused, PageSocket, open_page

OWN = {
    "lookups": "whoever is signed in books look-ups of their own, and sees no others",
    "reports": "a viewer reads everything, so they may have it as a file, and cancel their own",
    "accounts": "everybody may end their own sessions",
}
"""What a viewer changes by hand, and why they may: the fields of `PageDeps` that keep it."""

OWN_ACTIONS = {"lookup", "lookups", "report", "session", "sessions"}
"""The subjects of the actions with which they do."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A console without services that keeps something for every page."""
    port = free_port()
    command = (sys.executable, "-m", "tests.integration.console.kept_console", str(port))
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    child = Child("kept-console", command, folder=tmp_path_factory.mktemp("kept"), environment=environment)
    try:
        child.await_ready(partial(listening, port))
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop()


@contextmanager
def signed_in(address: str, token: str) -> Iterator[httpx.Client]:
    """The session of whoever has the token."""
    with httpx.Client(base_url=address, timeout=60) as session:
        session.post("/sign-in", data={"token": token})
        yield session


@pytest.fixture
def viewer(address: str) -> Iterator[httpx.Client]:
    """The session of a viewer."""
    with signed_in(address, VIEWER_TOKEN) as session:
        yield session


@pytest.fixture
def admin(address: str) -> Iterator[httpx.Client]:
    """The session of an admin."""
    with signed_in(address, ADMIN_TOKEN) as session:
        yield session


def test_whatever_a_viewer_sends_changes_only_their_own_and_is_audited(viewer: httpx.Client) -> None:
    registry: Mapping[str, str] = viewer.get("/registry").json()
    before = viewer.get("/kept").json()

    opened, unheard = _do_everything(viewer, registry)

    after, audited = viewer.get("/kept").json(), viewer.get("/audited").json()
    assert {name for name in before if before[name] != after[name]} <= OWN.keys()
    assert [each for each in audited if each[2] == "done" and each[0].partition(".")[0] not in OWN_ACTIONS] == []
    assert unheard == {}
    assert opened == {path for path, policy in registry.items() if policy != Policy.ADMIN}


def _do_everything(viewer: httpx.Client, registry: Mapping[str, str]) -> tuple[set[str], dict[str, list[str]]]:
    """Open each path of the registry, following links to the details, and do everything there.

    Returns the paths that were opened, and the buttons of which the audit log learned nothing.
    """
    opened: set[str] = set()
    unheard: dict[str, list[str]] = {}
    waiting = [path for path in registry if "{" not in path]
    while waiting:
        link = waiting.pop()
        path = _registered(link, registry)
        if path is None or _seen(link, path) in opened or registry[path] == Policy.ADMIN:
            continue
        opened |= {path, _seen(link, path)}
        with PageSocket(viewer, open_page(viewer, link)) as socket:
            hands = Hands(session=viewer, socket=socket)
            waiting += hands.observe()["links"]
            hands.do_everything()
        if hands.unheard:
            unheard[link] = hands.unheard
    return {path for path in opened if path in registry}, unheard


def _registered(link: str, registry: Mapping[str, str]) -> str | None:
    """Return the path that a link leads to, in the order in which the server looks; None if it is no page's."""
    return next((path for path in registry if re.fullmatch(_pattern(path), urlsplit(link).path)), None)


def _pattern(path: str) -> str:
    return re.sub(r"\{\w+\}", "[^/]+", re.sub(r"\{\w+:path\}", ".+", path))


def _seen(link: str, path: str) -> str:
    """Return what makes two links to the same path different: the names in their query."""
    return f"{path}?{re.sub('=[^&]*', '', urlsplit(link).query)}"


def test_a_page_for_admins_is_not_built_for_a_viewer(viewer: httpx.Client) -> None:
    registry: Mapping[str, str] = viewer.get("/registry").json()
    admins = [path for path, policy in registry.items() if policy == Policy.ADMIN]

    assert {viewer.get(re.sub(r"\{.*\}", "1", path)).status_code for path in admins} == {403}


def test_the_page_of_somebody_else_takes_no_socket(viewer: httpx.Client, admin: httpx.Client) -> None:
    page = open_page(admin, "/queues/orders")

    with pytest.raises(PageRefused, match="handshake"):
        PageSocket(viewer, page)


def test_an_event_for_the_page_of_somebody_else_is_not_heard(viewer: httpx.Client, admin: httpx.Client) -> None:
    page = open_page(admin, "/queues/orders")
    with PageSocket(admin, page), PageSocket(viewer, open_page(viewer, "/me")) as own:
        pause = _button(admin, page, "Pause")
        before = admin.get("/audited").json()

        own.emit(pause["element"], pause["listener"], None, page=page)
        admin.get(f"/observed/{page}")

        assert admin.get("/audited").json() == before


def test_the_socket_of_another_site_is_refused(viewer: httpx.Client) -> None:
    with pytest.raises(Exception, match="403"):
        PageSocket(viewer, open_page(viewer, "/me"), Origin="https://example.com")


def _button(session: httpx.Client, page: str, text: str) -> Listener:
    listeners: list[Listener] = session.get(f"/observed/{page}").json()["listeners"]
    return next(each for each in listeners if each["text"] == text and each["type"] == "click")
