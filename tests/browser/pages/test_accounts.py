"""The pages of accounts, and of one's own."""

from esteira.core.principal import Role
from playwright.sync_api import Browser, expect

from tests.browser.pages.conftest import Open
from tests.browser.pages.people import PASSWORD, create_person
from tests.browser.running_console import ConsoleStores, RunningConsole


def test_an_admin_changes_the_role_of_a_person_and_disables_them(console_stores: ConsoleStores, open_as: Open) -> None:
    create_person(console_stores, "joana@example.com", Role.VIEWER)
    page = open_as(Role.ADMIN, "/accounts")
    page.get_by_role("link", name="joana@example.com").click()

    page.get_by_label("Role").select_option("operator")
    page.get_by_role("button", name="Change the role").click()
    expect(page.locator(".facts dt:text-is('Role') + dd")).to_have_text("operator")

    page.get_by_role("button", name="Disable …").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("joana@example.com")
    page.get_by_role("dialog").get_by_role("button", name="Disable").click()
    expect(page.locator(".facts .pill")).to_have_text("disabled")

    page.get_by_role("button", name="Enable").click()
    expect(page.locator(".facts .pill")).to_have_text("active")


def test_the_token_of_a_machine_is_shown_once_and_revoked(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "/accounts")
    page.get_by_label("Name", exact=True).fill("ci-of-the-page")
    page.get_by_role("button", name="Create", exact=True).click()
    token = page.locator(".drawer pre").inner_text()
    assert token.startswith("est_")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".drawer")).to_have_count(0)
    assert token not in page.content()

    page.get_by_role("button", name="ci-of-the-page").click()
    page.get_by_role("button", name="Revoke …").click()
    page.get_by_role("dialog", name="Revoke this token?").get_by_role("textbox").fill("ci-of-the-page")
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(page.get_by_role("button", name="ci-of-the-page")).to_have_count(0)


def test_who_is_no_admin_sees_neither_accounts_nor_the_audit_log(open_as: Open) -> None:
    page = open_as(Role.OPERATOR, "/me")

    answers = [page.request.get(path).status for path in ("/accounts", "/accounts/1", "/audit")]

    assert answers == [403, 403, 403]
    expect(page.get_by_role("link", name="Audit log")).to_have_count(0)


def test_a_person_ends_another_session_of_their_own(
    console_stores: ConsoleStores, console: RunningConsole, browser: Browser
) -> None:
    create_person(console_stores, "two-browsers@example.com", Role.VIEWER)
    form: dict[str, str | float | bool] = {"email": "two-browsers@example.com", "password": PASSWORD}
    here, there = (browser.new_context(base_url=console.console_url, locale="en-GB") for _ in range(2))
    try:
        assert here.request.post("/sign-in", form=form).ok
        assert there.request.post("/sign-in", form=form).ok
        page = here.new_page()
        page.goto("/me")
        expect(page.locator("tbody tr")).to_have_count(2)

        page.locator("tbody tr", has_text="elsewhere").get_by_role("checkbox").check()
        page.get_by_role("button", name="End the selected ones").click()

        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody tr")).to_contain_text("this browser")
    finally:
        here.close()
        there.close()
