"""The pages of tokens."""

import psycopg
from esteira.core.principal import Role
from playwright.sync_api import expect

from tests.browser.pages.conftest import Open
from tests.browser.running_console import RunningConsole

SECRET = "canary-of-the-form"


def test_an_operator_creates_rotates_changes_and_deletes_a_token(target: psycopg.Connection, open_as: Open) -> None:
    page = open_as(Role.OPERATOR, "/tokens")
    page.get_by_label("Name", exact=True).fill("page-token")
    page.get_by_label("Provider", exact=True).fill("acmepay")
    page.get_by_label("Secret", exact=True).fill(SECRET)
    page.get_by_label("Lifetime in seconds").fill("600")
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/tokens/page-token")
    expect(page.locator(".facts")).to_contain_text("600 s")
    sealed = _sealed(target)

    page.get_by_label("Secret", exact=True).fill("another-canary")
    page.get_by_role("button", name="Rotate").click()
    page.get_by_role("dialog").get_by_role("button", name="Rotate").click()
    expect(page.get_by_text("The secret is replaced")).to_be_visible()
    expect(page.get_by_label("Secret", exact=True)).to_have_value("")
    assert _sealed(target) != sealed
    assert "canary" not in page.content()

    page.get_by_label("Lifetime in seconds").fill("900")
    page.get_by_role("button", name="Change").click()
    expect(page.locator(".facts")).to_contain_text("900 s")

    page.get_by_role("button", name="Delete …").click()
    page.get_by_role("textbox", name="page-token").fill("page-token")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.wait_for_url("**/tokens")
    assert _sealed(target) is None


def test_a_viewer_sees_the_countdown_and_is_refused(console: RunningConsole, open_as: Open) -> None:
    console.create_token("seen-by-viewers", lifetime_seconds=3600)
    try:
        page = open_as(Role.VIEWER, "/tokens")
        expect(page.locator('[data-token="seen-by-viewers"]')).to_contain_text("00:5")

        page.get_by_label("Name", exact=True).fill("not-made")
        page.get_by_role("button", name="Create").click(force=True)
        expect(page.get_by_text("Refused:")).to_be_visible()
        page.reload()
        expect(page.locator('[data-token="seen-by-viewers"]')).to_be_visible()
        expect(page.locator('[data-token="not-made"]')).to_have_count(0)
    finally:
        console.delete_token("seen-by-viewers")


def _sealed(target: psycopg.Connection) -> bytes | None:
    row = target.execute("SELECT sealed_secret FROM integration_tokens WHERE name = 'page-token'").fetchone()
    return bytes(row[0]) if row else None
