"""The consumer function always returns a list of failed messages, with every message on an unexpected error (T16)."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from consumer.batch import answer
from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.memory import MemoryOrderTarget
from esteira.consumer.outcomes import Outcome
from esteira.core.errors import BadSettings
from esteira.core.messages import OrderMessage, encode

from tests.fixtures.lambda_context import LambdaContext
from tests.fixtures.messages import order
from tests.fixtures.orders_consumer import OrdersFixture


class BrokenTarget(MemoryOrderTarget):
    """Raises an unexpected error."""

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        raise ZeroDivisionError(len(parsed_messages))


def event(*bodies: str) -> dict[str, Any]:
    records = [
        {
            "messageId": f"m{number}",
            "receiptHandle": f"r{number}",
            "body": body,
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1782907200000"},
        }
        for number, body in enumerate(bodies, 1)
    ]
    return {"Records": records}


def failed_ids(reply: dict[str, Any]) -> list[str]:
    assert list(reply) == ["batchItemFailures"]
    return [item["itemIdentifier"] for item in reply["batchItemFailures"]]


def test_only_failed_messages_are_reported() -> None:
    fixture = OrdersFixture()

    reply = answer(
        event(encode(order(1)), "no order", encode(order(2))), LambdaContext(), "orders", lambda: fixture.consumer
    )

    assert failed_ids(reply) == ["m2"]


def test_without_failures_the_result_is_an_empty_list() -> None:
    reply = answer(event(encode(order(1))), LambdaContext(), "orders", lambda: OrdersFixture().consumer)

    assert reply == {"batchItemFailures": []}


def test_on_a_bug_every_message_is_reported() -> None:
    fixture = OrdersFixture(target=BrokenTarget())

    reply = answer(event(encode(order(1)), encode(order(2))), LambdaContext(), "orders", lambda: fixture.consumer)

    assert failed_ids(reply) == ["m1", "m2"]


def test_on_wrong_settings_every_message_is_reported() -> None:
    def consumer() -> ConsumerDeps[OrderMessage]:
        raise BadSettings("ESTEIRA_TARGET_DSN: Field required")

    assert failed_ids(answer(event("one", "two"), LambdaContext(), "orders", consumer)) == ["m1", "m2"]


@pytest.mark.parametrize("broken", [{}, {"Records": None}, {"Records": [{"body": "no id"}]}, {"Records": [7]}])
def test_an_unreadable_batch_is_reported_as_a_whole(broken: dict[str, Any]) -> None:
    assert failed_ids(answer(broken, LambdaContext(), "orders", lambda: OrdersFixture().consumer)) == [""]


def test_on_a_record_without_attributes_every_message_is_reported() -> None:
    broken = event(encode(order(1)), encode(order(2)))
    del broken["Records"][1]["attributes"]

    assert failed_ids(answer(broken, LambdaContext(), "orders", lambda: OrdersFixture().consumer)) == ["m1", "m2"]


def test_the_result_is_json() -> None:
    reply = answer(event("no order"), LambdaContext(), "orders", lambda: OrdersFixture().consumer)

    assert json.loads(json.dumps(reply)) == reply
