"""Unparseable messages become dead messages with their reason in the log, and other orders arrive."""

import json
from contextlib import closing

import pytest

from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores, QueuedMessage
from tests.harness.waiting import wait_for

BODIES = {
    "no JSON": "hello",
    "another document": '{"hello": "world"}',
    "wrong types": json.dumps({"schema": "one", "source": 5, "source_id": "x", "attempts_needed": True}),
    "half an order": json.dumps({"schema": 1, "source": "source1", "source_id": 1}),
}
REASONS = {
    "no JSON": "body: is not JSON",
    "another document": "hello: Extra inputs",
    "wrong types": "source_id: is not a whole number",
    "half an order": "payload: Field required",
}


@pytest.fixture(scope="module")
def unparseable(stack: Installation) -> dict[str, str]:
    """SQS ids, by name, of unparseable messages that were sent among other orders. All have been processed."""
    stack.fill("source2", 10)
    with closing(InstallationStores(stack.environment)) as stores:
        ids = {
            name: stores.sqs.send_message(QueueUrl=stores.orders_queue, MessageBody=body)["MessageId"]
            for name, body in BODIES.items()
        }
    stack.publish("source2")
    stack.await_rest()
    return ids


@pytest.mark.parametrize("name", BODIES)
def test_an_unparseable_body_is_received_five_times_and_then_dead(
    unparseable: dict[str, str], stores: InstallationStores, name: str
) -> None:
    def dead() -> list[QueuedMessage]:
        return [each for each in stores.messages(stores.orders_dlq) if each.sqs_message_id == unparseable[name]]

    [letter] = wait_for("it is dead", dead)

    # The dead-letter queue is received from, too: its letters are filed for the console.
    assert letter.receives >= 5
    assert letter.body == BODIES[name]


@pytest.mark.parametrize("name", BODIES)
def test_the_reason_is_in_the_log(unparseable: dict[str, str], stores: InstallationStores, name: str) -> None:
    def reasons() -> list[str]:
        events = [json.loads(line) for line in stores.log("OrdersConsumer") if line.startswith("{")]
        return [event["error"] for event in events if event.get("sqs_message_id") == unparseable[name]]

    found = wait_for("the reason is logged", reasons)

    assert REASONS[name] in found[0]


def test_other_orders_are_not_affected(
    unparseable: dict[str, str], stack: Installation, stores: InstallationStores
) -> None:
    verdict = stack.esteira("verify", "--rows", "--json")

    assert (verdict.exit_code, verdict.json["ok"]) == (0, True)
    assert sorted(stores.arrived("source2")) == sorted(stores.accepted("source2"))
