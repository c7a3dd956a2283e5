"""No state of the console has an accessibility finding: both languages, both themes, three widths."""

import pytest
from playwright.sync_api import expect

from tests.browser.access.axe import findings
from tests.browser.access.visitor import Visitor

LANGUAGES = pytest.mark.parametrize("locale", ["en-GB", "pt-BR"])
SEEN = (
    "rest",
    "load",
    "empty installation",
    "paused lane",
    "all at once",
    "stale figures",
    "a store away",
    "Redis away",
)
"""Together they show every element in each of its states: `all at once` has dead letters, conflicts, expired tokens."""
PLAIN_PAGES = ("/sign-in", "/sign-in?refused", "/no-such-page", "/refused", "/failing")


@LANGUAGES
@pytest.mark.parametrize("state", SEEN)
def test_the_overview_has_no_findings_in_any_state(visitor: Visitor, locale: str, state: str) -> None:
    page = visitor.overview(state)

    assert findings(page, locale, number=SEEN.index(state)) == []


@LANGUAGES
def test_the_overview_has_no_findings_while_the_connection_is_lost(visitor: Visitor, locale: str) -> None:
    page = visitor.overview("all at once")
    page.evaluate("window.socket.disconnect()")
    expect(page.locator(".feed.lost")).to_be_visible()
    expect(page.locator("section.ledger")).to_have_attribute("data-fresh", "no")

    assert findings(page, locale) == []


@LANGUAGES
def test_the_tables_of_the_charts_have_no_findings(visitor: Visitor, locale: str) -> None:
    page = visitor.overview("load")
    for summary in page.locator(".chart-table summary").all():
        summary.click()
    expect(page.locator(".chart-table tbody tr").first).to_be_visible()

    assert findings(page, locale) == []


@LANGUAGES
@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_pages_without_figures_have_no_findings(visitor: Visitor, locale: str, path: str) -> None:
    page = visitor.open(path)
    expect(page.get_by_role("main")).to_be_visible()

    assert findings(page, locale, number=PLAIN_PAGES.index(path)) == []


@LANGUAGES
def test_the_overview_without_scripts_has_no_findings(visitor: Visitor, locale: str) -> None:
    page = visitor.overview_without_scripts()
    expect(page.get_by_role("link", name="/metrics")).to_be_visible()

    assert findings(page, locale) == []
