"""The page of the audit log."""

import json

from esteira.core.principal import Role
from playwright.sync_api import Page, expect

from tests.browser.pages.conftest import Open
from tests.browser.running_console import RunningConsole


def test_the_audit_log_says_who_changed_what_and_is_exported(console: RunningConsole, open_as: Open) -> None:
    console.create_token("audited-token", lifetime_seconds=600)
    operator = open_as(Role.OPERATOR, "/tokens/audited-token")
    operator.get_by_label("Lifetime in seconds").fill("1200")
    operator.get_by_role("button", name="Change").click()
    expect(operator.get_by_text("Changed.")).to_be_visible()
    viewer = open_as(Role.VIEWER, "/tokens/audited-token")
    viewer.get_by_label("Lifetime in seconds").fill("5")
    viewer.get_by_role("button", name="Change").click(force=True)
    expect(viewer.get_by_text("Refused:")).to_be_visible()
    console.delete_token("audited-token")

    page = open_as(Role.ADMIN, "/audit")
    page.get_by_label("Subject").fill("audited-token")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("tbody tr", has_text="token.changed")).to_have_count(2)

    page.locator("tbody tr", has_text="pages-operator").locator("button.open").click()
    changed = page.locator(".changes tr", has_text="lifetime_seconds")
    expect(changed.locator("del")).to_have_text("600")
    expect(changed.locator("ins")).to_have_text("1200")
    page.get_by_role("button", name="Close").click()

    page.get_by_label("Outcome").select_option("refused")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("pages-viewer")
    assert [line["name"] for line in _exported_lines(page)] == ["pages-viewer"]


def _exported_lines(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Export JSON lines").click()
    return [json.loads(line) for line in download.value.path().read_text().splitlines()]
