"""A dead letter that no consumer was given has an attempt document which says so."""

from datetime import timedelta

import pytest
from esteira.consumer.memory import MemoryAttemptLog
from esteira.core.messages import MAX_RECEIVES, encode
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.reconciliation.dead_letters import DeadLetter, parse_dead_letter
from esteira.reconciliation.mark_unrecorded_dead import DeadLetterStores, mark_unrecorded_dead
from esteira.reconciliation.memory.dead_letters import MemoryDeadOrders
from esteira.reconciliation.memory.history import MemoryAttemptHistory
from esteira.reconciliation.record_unattempted import AttemptStores, record_unattempted

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import order, received_message

LIFE = timedelta(days=7)


class Log(MemoryAttemptLog):
    """A log whose documents can be read."""

    @property
    def history(self) -> MemoryAttemptHistory:
        return MemoryAttemptHistory(documents=[*self.documents.values()])


@pytest.fixture
def log() -> Log:
    return Log()


def stores(log: Log, *, days_later: int = 0) -> AttemptStores:
    clock = HandClock(READ_AT + timedelta(days=days_later))
    return AttemptStores(log=log, histories=[log.history], life=LIFE, clock=clock)


def letter(body: str = "", *, sqs_message_id: str = "one") -> DeadLetter:
    received = received_message(body or encode(order(1)), sqs_message_id=sqs_message_id)
    return parse_dead_letter(received, "orders")


def test_a_letter_without_attempts_gets_a_document_with_the_reason(log: Log) -> None:
    assert record_unattempted(stores(log), "orders", [letter()]) == 1

    (document,) = log.history.of_message(str(order(1).message_id), now=READ_AT)
    assert (document["attempt"], document["status"]) == (MAX_RECEIVES, "failed")
    assert document["error"] == {
        "kind": "no attempt recorded",
        "sentence": "Received 5 times, but no consumer recorded an attempt: "
        "the function was not invoked, or its process died each time.",
    }


def test_a_letter_that_is_no_message_is_found_by_its_queue_id(log: Log) -> None:
    record_unattempted(stores(log), "orders", [letter("[" * 100_000)])

    (document,) = log.history.of_message("sqs:one", now=READ_AT)
    assert document["data"] == "[" * 4096


def test_a_letter_that_was_attempted_once_gets_none(log: Log) -> None:
    record_unattempted(stores(log), "orders", [letter()])
    (document,) = log.documents.values()
    document["error"] = None

    assert record_unattempted(stores(log), "orders", [letter()]) == 0


def test_a_letter_is_counted_each_time_and_recorded_once(log: Log) -> None:
    counts = [record_unattempted(stores(log), "orders", [letter(), letter(sqs_message_id="two")]) for _ in range(2)]

    assert (counts, len(log.documents)) == ([2, 2], 2)


def test_a_letter_whose_attempts_may_have_expired_is_passed_over(log: Log) -> None:
    assert record_unattempted(stores(log, days_later=7), "orders", [letter()]) == 0
    assert log.documents == {}


def test_nothing_is_said_of_letters_while_the_log_is_down(log: Log) -> None:
    log.available = False

    assert record_unattempted(stores(log), "orders", [letter()]) == 0


def test_orders_that_are_found_dead_without_a_record_get_one(log: Log) -> None:
    letters = MemoryQueueReceiver(HandClock())
    letters.send(encode(order(1)))

    mark_unrecorded_dead(
        DeadLetterStores(dead_letters=letters, dead_orders=MemoryDeadOrders(), attempt_stores=stores(log))
    )

    assert len(log.history.of_message(str(order(1).message_id), now=READ_AT)) == 1
