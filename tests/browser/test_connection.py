"""A page through a lost connection: it says so, keeps what was typed, and goes on."""

import re
from collections.abc import Iterator, Set

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from console.page_clients import CUT_OFF_SECONDS
from tests.harness.chaosproxy import ChaosProxy
from tests.harness.waiting import wait_for
from tests.integration.console.running_memory_console import TOKEN, MemoryConsole, running_memory_console

NOTICED_WITHIN_MS = 30_000
TYPED = "the provider asked"
CONNECTED = "window.socket?.connected && window.did_handshake"
"""Before the handshake the console does not know which page a connection belongs to."""

NO_BEACONS = "navigator.sendBeacon = () => false"
"""What a browser answers that refuses them, or has been told to."""

OBSERVE = """() => {
  window.notReloaded = true;
  window.outages = new Set();
  window.addEventListener("connection", (event) => event.detail && window.outages.add(event.detail));
}"""


@pytest.fixture(scope="module")
def memory_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryConsole]:
    """A console without services."""
    with running_memory_console(tmp_path_factory.mktemp("memory")) as console:
        yield console


@pytest.fixture
def network(memory_console: MemoryConsole) -> Iterator[ChaosProxy]:
    """The network between browser and console."""
    with ChaosProxy.before(memory_console.url) as proxy:
        yield proxy


@pytest.fixture
def locale() -> str:
    """The language of the browser. Tests replace it by a parameter."""
    return "en-GB"


@pytest.fixture
def visit(browser: Browser, network: ChaosProxy, locale: str) -> Iterator[BrowserContext]:
    """A signed-in browser behind the network."""
    context = browser.new_context(locale=locale, base_url=f"http://127.0.0.1:{network.port}")
    context.request.post("/sign-in", form={"token": TOKEN}, max_redirects=0)
    yield context
    context.close()


@pytest.mark.parametrize(("locale", "text"), [("en-GB", "Connection lost since"), ("pt-BR", "Sem conexão desde")])
def test_a_silent_cut_is_said_in_the_language_of_the_page_and_ends_without_a_reload(
    visit: BrowserContext, network: ChaosProxy, text: str
) -> None:
    page = _open(visit, "/")
    network.blackhole()

    expect(page.locator(".feed")).to_have_text(re.compile(rf"^{text} \d\d:\d\d:\d\d$"), timeout=NOTICED_WITHIN_MS)
    expect(page.locator("section.callbacks")).to_have_attribute("data-fresh", "no")
    expect(page.locator("#popup")).to_be_hidden()
    network.heal()
    expect(page.locator(".feed.live")).to_be_visible()
    expect(page.locator("section.callbacks")).to_have_attribute("data-fresh", "yes")
    assert page.evaluate("window.notReloaded")


def test_a_page_that_was_cut_off_shows_the_figures_of_the_meantime(visit: BrowserContext, network: ChaosProxy) -> None:
    page = _open(visit, "/")
    figure = page.locator('[data-metric="callbacks.unprocessed"]')
    network.cut()
    before = figure.inner_text()

    expect(figure).not_to_have_text(before)
    assert page.evaluate("window.notReloaded")


def test_repeated_cuts_lose_nothing_that_is_typed(visit: BrowserContext, network: ChaosProxy) -> None:
    page = _open(visit, "/fields")
    reason = page.get_by_label("Reason")
    for number, word in enumerate(TYPED.split(), start=1):
        reason.press_sequentially(f"{word} ")
        network.cut()
        page.wait_for_function(f"window.outages.size === {number}", timeout=NOTICED_WITHIN_MS)
        expect(page.locator(".feed.live")).to_be_visible()

    expect(reason).to_have_value(f"{TYPED} ")
    expect(page.get_by_text(f"received: {TYPED}")).to_be_visible()
    assert page.evaluate("window.notReloaded")


def test_what_is_typed_into_a_connection_that_is_cut_already_arrives(
    visit: BrowserContext, network: ChaosProxy
) -> None:
    page = _open(visit, "/fields")
    network.blackhole()
    page.get_by_label("Reason").fill(TYPED)
    network.heal()
    network.cut()

    expect(page.get_by_text(f"received: {TYPED}")).to_be_visible()
    assert page.evaluate("window.notReloaded")


def test_after_a_restart_of_the_console_the_page_is_back_with_what_was_typed(
    visit: BrowserContext, memory_console: MemoryConsole
) -> None:
    page = _open(visit, "/fields")
    page.get_by_label("Reason").fill(TYPED)
    page.get_by_label("Body").fill("two\nlines")
    page.get_by_label("Pause").check()
    page.get_by_label("Secret").fill("never stored")
    memory_console.restart()

    page.wait_for_function("!window.notReloaded")
    expect(page.locator(".feed.live")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value(TYPED)
    expect(page.get_by_text(f"received: {TYPED}")).to_be_visible()
    expect(page.get_by_label("Body")).to_have_value("two\nlines")
    expect(page.get_by_label("Pause")).to_be_checked()
    expect(page.get_by_label("Secret")).to_have_value("")


def _open(visit: BrowserContext, path: str) -> Page:
    page = visit.new_page()
    page.goto(path)
    expect(page.locator(".feed.live")).to_be_visible(timeout=NOTICED_WITHIN_MS)
    page.wait_for_function(CONNECTED, timeout=NOTICED_WITHIN_MS)
    page.evaluate(OBSERVE)
    return page


def test_a_page_that_was_left_is_let_go_at_once(visit: BrowserContext, memory_console: MemoryConsole) -> None:
    page = _open(visit, "/")
    seen = {_id_of(page)}
    for _ in range(3):
        page.reload()
        page.wait_for_function(CONNECTED, timeout=NOTICED_WITHIN_MS)
        seen.add(_id_of(page))
    page.goto("about:blank")

    _await_let_go(memory_console, seen)


def test_a_page_that_was_left_is_let_go_at_once_though_its_browser_sends_no_beacon(
    visit: BrowserContext, memory_console: MemoryConsole
) -> None:
    visit.add_init_script(NO_BEACONS)
    page = _open(visit, "/")
    seen = {_id_of(page)}
    page.close()

    _await_let_go(memory_console, seen)


def _id_of(page: Page) -> str:
    return str(page.evaluate("window.clientId"))


def _await_let_go(console: MemoryConsole, pages: Set[str]) -> None:
    # Pages of other tests do not count: their browsers were closed, and they may be kept for minutes.
    wait_for(
        "the pages are let go", lambda: pages.isdisjoint(console.kept()["pages"]), within_seconds=CUT_OFF_SECONDS / 4
    )
