"""Sign-in and sign-out."""

from playwright.sync_api import BrowserContext, expect

from tests.browser.running_console import TOKEN, RunningConsole
from tests.browser.visits import sign_in


def test_a_wrong_token_is_refused_with_a_message(context: BrowserContext, console: RunningConsole) -> None:
    page = context.new_page()
    page.goto(f"{console.console_url}/")
    page.get_by_label("Token", exact=True).fill(TOKEN[:-1])
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text("That token is not valid.")
    page.goto(f"{console.console_url}/")
    expect(page).to_have_url(f"{console.console_url}/sign-in")


def test_scripts_cannot_read_the_session(context: BrowserContext, console: RunningConsole) -> None:
    page = context.new_page()
    sign_in(page, console)

    assert "esteira_session" not in page.evaluate("document.cookie")


def test_after_sign_out_the_overview_requires_sign_in(context: BrowserContext, console: RunningConsole) -> None:
    page = context.new_page()
    sign_in(page, console)
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{console.console_url}/")
    expect(page).to_have_url(f"{console.console_url}/sign-in")
