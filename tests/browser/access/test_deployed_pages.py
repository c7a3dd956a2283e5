"""Functions and schedules: what is shown, what operators do, and what viewers are refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access.state_console import VIEWER_TOKEN
from tests.browser.access.visitor import Visitor

LOADED = "document.querySelectorAll('[data-state=loading]').length === 0 && window.socket?.connected"


def opened(visitor: Visitor, path: str) -> Page:
    """The page, once it is live and has loaded."""
    page = visitor.open(path)
    page.wait_for_function(LOADED)
    return page


def invoke(page: Page) -> None:
    """Press the button, and go on after the question."""
    page.get_by_role("button", name="Invoke", exact=True).dispatch_event("click")
    page.locator(".card.dialog").get_by_role("button", name="Invoke", exact=True).click()


def test_an_operator_invokes_a_function_with_an_event_of_the_gallery(visitor: Visitor) -> None:
    visitor.sign_in()
    page = opened(visitor, "/functions/MetricsSchedule")
    assert '"detail-type": "Scheduled Event"' in page.get_by_label("Event", exact=True).input_value()

    invoke(page)

    expect(page.get_by_text("Answered after 0.2 s.")).to_be_visible()
    expect(page.locator(".result")).to_contain_text('{"published": 3}')


def test_an_event_can_be_made_of_a_message_that_is_in_the_queue(visitor: Visitor) -> None:
    visitor.sign_in()
    page = opened(visitor, "/functions/OrdersConsumer")

    page.get_by_role("link", name="the oldest message of the queue").click()

    page.wait_for_url("**/functions/OrdersConsumer?event=captured")
    page.wait_for_function(LOADED)
    assert '\\"source_id\\":1,' in page.get_by_label("Event", exact=True).input_value()


def test_a_viewer_is_refused_to_invoke(visitor: Visitor) -> None:
    visitor.sign_in(VIEWER_TOKEN)
    page = opened(visitor, "/functions/MetricsSchedule")
    expect(page.get_by_role("button", name="Invoke", exact=True)).to_have_attribute("title", "Needs the role operator.")

    invoke(page)

    expect(page.get_by_text("Refused: This role may not do that.")).to_be_visible()
    expect(page.locator(".result")).to_be_empty()


def test_the_figures_of_a_function_are_those_of_its_log(visitor: Visitor) -> None:
    visitor.sign_in()
    page = opened(visitor, "/functions")
    row = page.locator("tr[data-key=MetricsSchedule]")

    cells = [
        row.locator(f"td[data-label='{label}']").inner_text() for label in ("Invocations", "Errors", "Cold starts")
    ]

    assert cells == ["60", "0", "1"]


def test_a_search_shows_the_lines_of_the_log_that_match(visitor: Visitor) -> None:
    visitor.sign_in()
    page = opened(visitor, "/functions/MetricsSchedule")
    expect(page.get_by_role("table", name="Log").locator("tbody tr")).to_have_count(60)

    page.get_by_label("Text in a line").fill("Init Duration")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("table", name="Log").locator("tbody tr")).to_have_count(1)


def test_an_operator_runs_a_schedule_now(visitor: Visitor) -> None:
    visitor.sign_in()
    page = opened(visitor, "/schedules")
    page.get_by_role("button", name="MetricsScheduleEveryMinute").click()

    page.locator(".card.drawer").get_by_role("button", name="Run now").click()
    page.locator(".card.dialog[aria-label^=Run]").get_by_role("button", name="Run now").click()

    expect(page.get_by_text("It ended well after 0.2 s.")).to_be_visible()
    expect(page.locator(".result")).to_contain_text('{"published": 3}')


@pytest.mark.parametrize("locale", ["pt-BR"])
def test_a_schedule_is_said_in_the_language_of_the_visitor(visitor: Visitor, locale: str) -> None:
    visitor.sign_in(VIEWER_TOKEN)
    page = opened(visitor, "/schedules")

    expect(page.get_by_text("em segunda-feira a sexta-feira às 09:30 UTC")).to_be_visible()
