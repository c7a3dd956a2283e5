"""The line on top of the overview says what is wrong, leads to where it is seen, and is calm otherwise."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running_console import ConsoleStores, RunningConsole
from tests.harness.queues import sqs_client


@pytest.fixture
def dead_letter(console: RunningConsole, console_stores: ConsoleStores) -> Iterator[None]:
    """A dead letter on the lane `payments`, which is gone after the test."""
    sqs = sqs_client(console_stores.sqs_endpoint)
    sqs.send_message(QueueUrl=console_stores.payments.dlq_url, MessageBody="{}")
    console.announce_change()
    yield
    sqs.purge_queue(QueueUrl=console_stores.payments.dlq_url)
    console.announce_change()


@pytest.fixture
def expiring_token(console: RunningConsole) -> Iterator[str]:
    """A token that is expiring from its creation, beside a valid one; both are deleted after the test."""
    console.create_token("a-valid-one", lifetime_seconds=7200)
    console.create_token("short-lived", lifetime_seconds=16, margin_seconds=16)
    yield "short-lived"
    console.delete_token("a-valid-one")
    console.delete_token("short-lived")


def alert(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-alert="{kind}"]')


def test_a_dead_letter_is_said_on_top_in_the_frame_and_in_the_title_of_the_tab(page: Page, dead_letter: None) -> None:
    link = alert(page, "dead_letters").get_by_role("link", name="Lane payments: 1 dead letter")
    expect(link).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(\d+\) Overview · Esteira$"))
    number = page.locator(".alerts").get_by_role("status")
    expect(number).to_have_text(re.compile(r"^\d+ alerts?$"))
    expect(page.locator(".bell summary .number")).to_have_text(re.compile(r"^\d+$"))
    expect(link).to_have_attribute("href", "/dead-letters?lane=payments")


def test_an_alert_leads_to_the_card_that_shows_it(
    page: Page, console: RunningConsole, workers_with_a_plan: None
) -> None:
    console.announce_change()
    alert(page, "paused").get_by_role("link").click()

    expect(page.locator("section.workers h2:target")).to_be_in_viewport()


def test_a_paused_lane_and_missing_workers_are_said_on_top(
    page: Page, console: RunningConsole, workers_with_a_plan: None
) -> None:
    console.announce_change()

    expect(alert(page, "paused")).to_have_text("Lane payments is paused")
    expect(alert(page, "workers_missing")).to_have_text("Lane orders: 1 worker missing")
    expect(page.locator(".alerts")).to_have_class(re.compile("critical"))


def test_a_token_expires_on_the_page_at_its_end(page: Page, expiring_token: str) -> None:
    token = page.locator(f'[data-token="{expiring_token}"]')
    expect(token.locator(".pill.expiring")).to_have_text("Expiring")
    expect(alert(page, "tokens_expiring")).to_have_text("Token short-lived is about to expire")

    expect(token.locator(".pill.expired")).to_have_text("Expired")
    expect(token.locator(".countdown")).to_have_text(re.compile(r"\d+ s ago"))
    expect(alert(page, "tokens_expired")).to_have_text("Token short-lived has expired")


def test_the_most_urgent_token_is_on_top_under_a_summary(page: Page, expiring_token: str) -> None:
    expect(page.locator("section.tokens [data-token]").first).to_have_attribute("data-token", expiring_token)
    expect(page.get_by_text(re.compile(r"^1 (expired|expiring), [0-9]+ valid$"))).to_be_visible()


def test_without_alerts_the_line_says_so_and_the_title_has_no_number(page: Page, console: RunningConsole) -> None:
    console.announce_change()

    expect(page.locator(".alerts.calm")).to_have_text("All is well.")
    expect(page).to_have_title("Overview · Esteira")
