"""The pages of queues: their figures are those of SQS; an operator looks, purges and pauses, a viewer may not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from esteira.core.principal import Role
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from playwright.sync_api import Page, expect

from tests.browser.running_console import ConsoleStores, RunningConsole
from tests.browser.visits import sign_in
from tests.harness.callers import admit
from tests.harness.queues import messages_in, sqs_client

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

VIEWER_TOKEN = "the-token-of-a-viewer-of-the-queues"


@pytest.fixture
def lookups(console_stores: ConsoleStores) -> Iterator["SQSClient"]:
    """Three messages in the queue of look-ups and one in its dead-letter queue, for this test alone."""
    client, lane = sqs_client(console_stores.sqs_endpoint), console_stores.lookups
    for number in range(3):
        client.send_message(QueueUrl=lane.queue_url, MessageBody=f"body {number}")
    client.send_message(QueueUrl=lane.dlq_url, MessageBody="dead body")
    yield client
    for url in (lane.queue_url, lane.dlq_url):  # one by one: a queue may be purged only once a minute
        for message in messages_in(client, url):
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def cells(page: Page, lane: str, *labels: str) -> list[str]:
    """What the table shows of a lane."""
    row = page.locator(f"tr[data-key={lane}]")
    return [row.locator(f"td[data-label='{label}']").inner_text() for label in labels]


def test_the_figures_are_those_of_sqs(
    page: Page, console: RunningConsole, console_stores: ConsoleStores, lookups: "SQSClient"
) -> None:
    page.goto(f"{console.console_url}/queues")
    expect(page.locator("tr[data-key=lookups]")).to_be_visible()

    lanes = {"orders": console_stores.orders, "payments": console_stores.payments, "lookups": console_stores.lookups}
    for name, lane in lanes.items():
        depths = [SqsQueueDepthReader(lookups, url).read() for url in (lane.queue_url, lane.dlq_url)]
        counts = [depths[0].visible, depths[0].in_flight, depths[0].delayed, depths[1].total]
        assert cells(page, name, "Visible", "In flight", "Delayed", "Dead") == [str(count) for count in counts]


def test_where_a_queue_cannot_be_looked_into_an_operator_receives_and_is_told_so(
    page: Page, console: RunningConsole, lookups: "SQSClient"
) -> None:
    page.goto(f"{console.console_url}/queues/lookups?side=dead")
    expect(page.get_by_text("AWS lets nobody look into a queue: its 1 messages")).to_be_visible()

    page.get_by_role("button", name="Receive ten and put them back …").click()
    page.locator(".card.dialog").get_by_role("button", name="Receive ten and put them back").click()

    expect(page.get_by_text("dead body")).to_be_visible()
    expect(page.get_by_text("Received and put back: 1 of 1. Each counts as received once more.")).to_be_visible()


def test_a_purge_needs_the_name_of_the_lane_and_then_deletes_everything(
    page: Page, console: RunningConsole, console_stores: ConsoleStores, lookups: "SQSClient"
) -> None:
    page.goto(f"{console.console_url}/queues/lookups")
    page.get_by_role("button", name="Purge the queue …").click()
    dialog = page.locator(".card.dialog")
    expect(dialog).to_contain_text("3 messages are deleted for good: 3 visible, 0 in flight, 0 delayed.")

    dialog.get_by_label("Type lookups to confirm").fill("lookups")
    dialog.get_by_role("button", name="Purge the queue").click()

    expect(page.get_by_text("Purged.")).to_be_visible()
    assert SqsQueueDepthReader(lookups, console_stores.lookups.queue_url).read().total == 0


def test_a_lane_is_paused_and_resumed(page: Page, console: RunningConsole) -> None:
    page.goto(f"{console.console_url}/queues/lookups")

    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".facts .pill")).to_have_text("paused")

    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".facts .pill")).to_have_text("receiving")


def test_a_viewer_sees_the_queues_and_cannot_pause_a_lane(
    page: Page, console: RunningConsole, console_stores: ConsoleStores
) -> None:
    admit(console_stores.mongo_url, VIEWER_TOKEN, role=Role.VIEWER, name="viewer-of-queues")
    page.context.clear_cookies()
    sign_in(page, console, VIEWER_TOKEN)
    page.goto(f"{console.console_url}/queues/orders")

    page.get_by_role("button", name="Pause").dispatch_event("click")

    expect(page.get_by_text("Refused: This role may not do that.")).to_be_visible()
    expect(page.locator(".facts .pill")).to_have_text("receiving")


def test_without_a_deployed_stack_the_functions_say_so(page: Page, console: RunningConsole) -> None:
    page.goto(f"{console.console_url}/functions")

    expect(page.get_by_text("The deployed functions and schedules cannot be read or invoked now")).to_be_visible()
