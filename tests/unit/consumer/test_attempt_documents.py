"""The document of an attempt, and its JSON form."""

import json
from datetime import UTC, datetime, timedelta

from esteira.consumer.attempt_documents import BODY_CHARACTERS, AttemptDocument, attempt_document, from_json, to_json
from esteira.consumer.attempts import Attempt, ended_attempt
from esteira.consumer.outcomes import SUCCEEDED, FailureKind, failed
from esteira.core.messages import M, OrderMessage, order_message_id

from tests.fixtures.clock import READ_AT
from tests.fixtures.messages import order, parsed_message, payment, received_message

NOW = datetime(2026, 7, 1, 13, tzinfo=UTC)


def document(attempt: Attempt[M]) -> AttemptDocument:
    return attempt_document(attempt, lane="orders", processed_at=NOW, life=timedelta(days=7))


def unparseable(body: str) -> Attempt[OrderMessage]:
    outcome = failed(FailureKind.INVALID, "body: Input should be an object")
    return Attempt(
        received_message=received_message(body, attempt=2, sqs_message_id="abc"), message=None, outcome=outcome
    )


def test_the_document_of_an_order_has_its_origin_data_and_status() -> None:
    attempt = ended_attempt(parsed_message(order(7, needed=3), attempt=3), SUCCEEDED)

    kept = document(attempt)

    sqs_id = attempt.received_message.sqs_message_id
    assert kept == {
        "_id": f"{sqs_id}:3",
        "message_id": str(order_message_id("source1", 7)),
        "sqs_message_id": sqs_id,
        "lane": "orders",
        "attempt": 3,
        "status": "succeeded",
        "attempts_needed": 3,
        "error": None,
        "origin": {"source": "source1", "source_id": 7, "read_at": READ_AT},
        "data": {"product": "chair", "price": "19.90", "security_check": True},
        "processed_at": NOW,
        "expireAt": NOW + timedelta(days=7),
    }


def test_the_document_of_a_callback_has_no_attempts_needed() -> None:
    kept = document(ended_attempt(parsed_message(payment("e7")), SUCCEEDED))

    assert kept["attempts_needed"] is None
    assert kept["data"] == {
        "provider": "pix",
        "event_id": "e7",
        "state": "paid",
        "amount": "19.90",
        "occurred_at": READ_AT.isoformat(),
    }


def test_an_unparseable_body_is_identified_by_its_sqs_message_id() -> None:
    kept = document(unparseable('["no order"]'))

    assert (kept["_id"], kept["message_id"], kept["origin"]) == ("abc:2", "sqs:abc", None)
    assert kept["error"] == {"kind": "invalid message", "sentence": "body: Input should be an object"}
    assert kept["data"] == '["no order"]'


def test_only_the_start_of_a_huge_body_is_stored() -> None:
    kept = document(unparseable("x" * 200_000))

    assert kept["data"] == "x" * BODY_CHARACTERS


def test_characters_that_a_store_cannot_hold_are_replaced() -> None:
    kept = document(unparseable("a\ud800b\x00c"))

    assert kept["data"] == "a?b\ufffdc"


def test_a_document_is_restored_from_json_with_its_dates() -> None:
    kept = [document(ended_attempt(parsed_message(order()), SUCCEEDED)), document(unparseable("{}"))]

    assert [from_json(fields) for fields in json.loads(to_json(kept))] == kept
