"""The overview shows changes within two seconds, and its values are correct."""

import re
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.expected_figures import expected_figures
from tests.browser.running_console import SLOW_FROM, ConsoleStores, RunningConsole
from tests.browser.visits import figure, figures, sign_in
from tests.harness.waiting import TooLate, wait_for

WATCH = """async ([selector, text]) => {
  const started = performance.now();
  while (document.querySelector(selector).innerText !== text) {
    if (performance.now() - started > 60000) return Infinity;
    await new Promise(requestAnimationFrame);
  }
  return performance.timeOrigin + performance.now();
}"""
UNPROCESSED = '[data-metric="callbacks.unprocessed"]'
SEEN_WITHIN_MS = 2000
TRIES = 10


def test_a_callback_is_shown_within_two_seconds(page: Page, console: RunningConsole) -> None:
    # One of several suffices, because other load on the machine may delay the others.
    seen_after_ms = (_seen_after_ms(page, console, f"seen at once {number}") for number in range(TRIES))

    assert any(milliseconds < SEEN_WITHIN_MS for milliseconds in seen_after_ms)


def _seen_after_ms(page: Page, console: RunningConsole, event_id: str) -> float:
    before = int(figure(page, "callbacks.unprocessed"))
    posted_at: float = page.evaluate("performance.timeOrigin + performance.now()")
    console.post_callback(event_id)
    seen_at: float = page.evaluate(WATCH, [UNPROCESSED, str(before + 1)])
    return seen_at - posted_at


def test_the_band_is_shown_when_it_is_reached(page: Page, console: RunningConsole) -> None:
    for number in range(SLOW_FROM):
        console.post_callback(f"band {number}")

    expect(page.locator('[data-metric="callbacks.band"]')).to_have_text("Slow")


def test_a_token_appears_and_counts_down_each_second(page: Page, console: RunningConsole) -> None:
    console.create_token("storefront", lifetime_seconds=7200)
    countdown = page.locator('[data-token="storefront"] .countdown')
    expect(countdown).to_have_text(re.compile(r"01:59:\d\d"))

    first = countdown.inner_text()
    expect(countdown).not_to_have_text(first)


@pytest.fixture
def new_orders(console: RunningConsole) -> Iterator[int]:
    """The number of orders that the producer has not read. They are gone after the test."""
    console.write_orders(1234)
    yield 1234
    console.delete_new_orders()


def test_every_figure_on_the_page_equals_sql_sqs_and_redis(
    page: Page, console: RunningConsole, console_stores: ConsoleStores, workers_with_a_plan: None, new_orders: int
) -> None:
    console.post_callback("something else moved")
    expect(page.locator('[data-metric="source.source1.lag"]')).to_have_text(f"{new_orders:,}")

    def differing() -> dict[str, tuple[str, str | None]]:
        expected = expected_figures(console_stores)
        return {name: (text, expected.get(name)) for name, text in figures(page).items() if text != expected.get(name)}

    with suppress(TooLate):
        wait_for("the page agrees with the stores", lambda: not differing())
    assert differing() == {}
    assert set(expected_figures(console_stores)) == set(figures(page))


def test_the_prometheus_endpoint_has_the_same_figures(page: Page, console: RunningConsole) -> None:
    console.post_callback("one more")

    def agree() -> bool:
        shown = {metric: figure(page, metric) for metric in COUNTED}
        return shown == {metric: f"{value:,.0f}" for metric, value in _exposed(console).items()}

    assert wait_for("the page agrees with /metrics", agree)


def test_the_chosen_language_is_kept_after_a_reload(page: Page) -> None:
    page.get_by_role("button", name="PT").click()
    expect(page.get_by_role("heading", name="Livro-razão")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Livro-razão")).to_be_visible()
    expect(page.locator('[data-metric="source.source1.lag"]')).not_to_contain_text(",")


def test_the_dark_theme_is_kept_after_a_reload(page: Page, console: RunningConsole) -> None:
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    console.post_callback("the page is updated")
    expect(page.locator("body.body--dark")).to_be_visible()

    page.reload()
    expect(page.locator("body.body--dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_a_narrow_page_does_not_scroll_horizontally(context: BrowserContext, console: RunningConsole) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, console)

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_loads_nothing_from_other_hosts_and_logs_no_errors(
    context: BrowserContext, console: RunningConsole
) -> None:
    page, foreign, errors = context.new_page(), [], []
    page.on("request", lambda request: foreign.append(request.url) if _is_foreign(request.url, console) else None)
    page.on("console", lambda message: errors.append(message.text) if message.type in ERROR_TYPES else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    sign_in(page, console)
    page.wait_for_function("document.querySelectorAll('.chart canvas').length === 2")

    assert (foreign, errors) == ([], [])


ERROR_TYPES = {"error", "warning"}
COUNTED = {
    "callbacks.unprocessed": "esteira_callbacks_unprocessed",
    "source.source1.lag": 'esteira_source_lag{source="source1"}',
    "queue.payments.visible": 'esteira_queue_visible{lane="payments"}',
    "queue.orders.dead": 'esteira_queue_dead{lane="orders"}',
    "ledger.not_read": "esteira_ledger_not_read",
    "ledger.persisted": "esteira_ledger_persisted",
}


def _exposed(console: RunningConsole) -> dict[str, float]:
    lines = httpx.get(f"{console.console_url}/metrics").text.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {metric: float(values[sample]) for metric, sample in COUNTED.items()}


def _is_foreign(url: str, console: RunningConsole) -> bool:
    return not url.startswith((console.console_url, "data:", "blob:"))
