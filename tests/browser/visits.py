"""Actions of a user, and what the page shows."""

from playwright.sync_api import Page, expect

from tests.browser.running_console import TOKEN, RunningConsole


def sign_in(page: Page, console: RunningConsole, token: str = TOKEN) -> None:
    """Sign in through the form and wait until the overview is live."""
    page.goto(f"{console.console_url}/")
    page.get_by_label("Token", exact=True).fill(token)
    page.keyboard.press("Enter")
    expect(page.locator(".feed.live")).to_be_visible()


def figure(page: Page, metric: str) -> str:
    """Return the text of a metric (its first occurrence)."""
    return page.locator(f'[data-metric="{metric}"]').first.inner_text()


def figures(page: Page) -> dict[str, str]:
    """Return the texts of all metrics on the page, by name."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-metric]')].map(e => [e.dataset.metric, e.innerText]))"
    )
    return found
