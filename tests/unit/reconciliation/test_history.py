"""The history of a message: its attempts in order, and its order's state, also if the target does not know it."""

from datetime import timedelta

import pytest
from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import ended_attempt
from esteira.consumer.outcomes import SUCCEEDED, FailureKind, failed
from esteira.core.errors import NotFound
from esteira.core.messages import order_message_id
from esteira.core.orders import Order, OrderKey
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.producer.cursor import Position
from esteira.reconciliation.history import MessageReference, OrderLocation, in_order
from esteira.reconciliation.memory.history import MemoryAttemptHistory, MemoryOrderLocator
from esteira.reconciliation.memory.ledger import MemoryCursorReader, MemorySourceLedgerReader, MemoryTargetLedgerReader
from esteira.reconciliation.read_ledger import LedgerDeps
from esteira.reconciliation.show_history import HistoryDeps, show_history

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import order, parsed_message

MESSAGE_ID = str(order(1).message_id)


def document(attempt: int, *, after_seconds: float) -> AttemptDocument:
    outcome = SUCCEEDED if attempt == 3 else failed(FailureKind.SIMULATED, "not yet")
    attempt_ended = ended_attempt(parsed_message(order(1), attempt=attempt), outcome)
    return attempt_document(
        attempt_ended, lane="orders", processed_at=READ_AT + timedelta(seconds=after_seconds), life=timedelta(days=1)
    )


def history_deps(
    *documents: AttemptDocument, known: OrderLocation | None = None, rows: tuple[int, ...] = ()
) -> HistoryDeps:
    table = {
        number: Order(id=number, product="x", price=order().payload.price, security_check=True, created_at=READ_AT)
        for number in rows
    }
    ledger_deps = LedgerDeps(
        sources={"source1": MemorySourceLedgerReader(table=table)},
        target=MemoryTargetLedgerReader(),
        cursors=MemoryCursorReader(positions={"source1": Position(x=0, id=5)}),
        lane=MemoryQueueDepthReader(),
    )
    return HistoryDeps(
        logs=(MemoryAttemptHistory(documents=list(documents)), MemoryAttemptHistory(documents=list(documents[:1]))),
        order_locator=MemoryOrderLocator(known=[known] if known else []),
        ledger_deps=ledger_deps,
        clock=HandClock(),
    )


def test_attempts_are_sorted_by_end_and_have_the_gaps_between_them() -> None:
    attempts = in_order([document(3, after_seconds=25), document(1, after_seconds=0), document(2, after_seconds=10)])

    assert [attempt.document["attempt"] for attempt in attempts] == [1, 2, 3]
    assert [attempt.gap_seconds for attempt in attempts] == [None, 10, 15]


def test_an_attempt_in_both_log_and_outbox_counts_once() -> None:
    history = show_history(history_deps(document(1, after_seconds=0), document(2, after_seconds=10)), MESSAGE_ID)

    assert [attempt.document["attempt"] for attempt in history.attempts] == [1, 2]


@pytest.mark.parametrize("address", [MESSAGE_ID, "source1:1"])
def test_a_message_is_found_by_its_id_or_by_its_order(address: str) -> None:
    known = OrderLocation(order=OrderKey("source1", 1), state="persisted", attempts=3)

    history = show_history(history_deps(document(3, after_seconds=0), known=known), address)

    assert (history.message_id, history.order_location, len(history.attempts)) == (MESSAGE_ID, known, 1)


@pytest.mark.parametrize(("row", "state"), [(5, "moving"), (6, "not_read")])
def test_an_order_that_the_target_does_not_know_is_looked_up_in_its_source(row: int, state: str) -> None:
    history = show_history(history_deps(rows=(row,)), f"source1:{row}")

    assert history.order_location == OrderLocation(order=OrderKey("source1", row), state=state)  # type: ignore[arg-type]


def test_the_order_of_a_message_is_known_from_its_attempts() -> None:
    history = show_history(history_deps(document(1, after_seconds=0), rows=(1,)), MESSAGE_ID)

    assert history.order_location == OrderLocation(order=OrderKey("source1", 1), state="moving")


@pytest.mark.parametrize("address", ["unknown", "source1:99", "source9:1", MESSAGE_ID])
def test_an_unknown_message_is_not_found(address: str) -> None:
    with pytest.raises(NotFound):
        show_history(history_deps(), address)


@pytest.mark.parametrize(
    ("text", "order_key"),
    [
        ("source1:1", OrderKey("source1", 1)),
        ("a-b_c:123", OrderKey("a-b_c", 123)),
        ("source1:0", None),
        ("Source1:1", None),
        ("source1:9223372036854775808", None),
        (str(order_message_id("source1", 1)), None),
        ("sqs:6f1c", None),
    ],
)
def test_a_reference_is_an_order_or_a_message_id(text: str, order_key: OrderKey | None) -> None:
    reference = MessageReference.parse(text)

    assert reference.order == order_key
    assert reference.message_id == (str(order_message_id(*order_key)) if order_key else text)
