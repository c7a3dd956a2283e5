"""Steps of a user in the browser."""

from playwright.sync_api import Page, expect

from tests.browser.running_console import TOKEN, RunningConsole

PATIENCE_MS = 15_000


def sign_in(page: Page, console: RunningConsole, token: str = TOKEN) -> None:
    """Signs in through the form and waits until the overview is live."""
    page.goto(f"{console.console_url}/")
    page.get_by_label("Operator token").or_(page.get_by_label("Token do operador")).fill(token)
    page.keyboard.press("Enter")
    expect(page.locator(".feed.live")).to_be_visible(timeout=PATIENCE_MS)


def figure(page: Page, metric: str) -> str:
    """The text of the first element that shows a metric."""
    return page.locator(f'[data-metric="{metric}"]').first.inner_text()


def figures(page: Page) -> dict[str, str]:
    """The texts of all figures on the page, by their metrics."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-metric]')].map(e => [e.dataset.metric, e.innerText]))"
    )
    return found
