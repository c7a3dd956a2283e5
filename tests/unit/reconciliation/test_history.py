"""The history of a message: its attempts in order, where its order or callback is, and why attempts are missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import Attempt, ended_attempt
from esteira.consumer.outcomes import SUCCEEDED, FailureKind, failed
from esteira.core.errors import AttemptLogUnavailable, BadRequest, NotFound, SourceUnavailable
from esteira.core.messages import OrderMessage, order_message_id, payment_message_id
from esteira.core.orders import Order, OrderKey
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.producer.cursor import Position
from esteira.reconciliation.dead_letters import CallbackKey
from esteira.reconciliation.history import CallbackLocation, Cause, History, OrderLocation, OrderState, in_order
from esteira.reconciliation.http import history_json
from esteira.reconciliation.memory.history import MemoryAttemptHistory, MemoryOrderLocator
from esteira.reconciliation.memory.ledger import MemoryCursorReader, MemorySourceLedgerReader, MemoryTargetLedgerReader
from esteira.reconciliation.message_reference import references
from esteira.reconciliation.read_ledger import LedgerDeps
from esteira.reconciliation.show_history import HistoryDeps, show_history

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import callback, order, parsed_message, received_message

MESSAGE_ID = str(order(1).message_id)
SQS_ID = "6f0f7a52-5d0c-4a5e-9c39-0f3e5a4f9a11"
LIFE = timedelta(days=7)


def document(attempt: int, *, after_seconds: float) -> AttemptDocument:
    outcome = SUCCEEDED if attempt == 3 else failed(FailureKind.SIMULATED, "not yet")
    attempt_ended = ended_attempt(parsed_message(order(1), attempt=attempt), outcome)
    return attempt_document(
        attempt_ended, lane="orders", processed_at=READ_AT + timedelta(seconds=after_seconds), life=timedelta(days=1)
    )


def unparseable(sqs_id: str) -> AttemptDocument:
    attempt: Attempt[OrderMessage] = Attempt(
        received_message=received_message("{", sqs_message_id=sqs_id),
        message=None,
        outcome=failed(FailureKind.INVALID, "body: not JSON"),
    )
    return attempt_document(attempt, lane="orders", processed_at=READ_AT, life=LIFE)


def history_deps(
    *documents: AttemptDocument, known: OrderLocation | None = None, rows: tuple[int, ...] = (), away: bool = False
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
    outbox = MemoryAttemptHistory(documents=list(documents[:1]))
    clock = HandClock()
    return HistoryDeps(
        logs=(MemoryAttemptHistory(documents=list(documents), away=away), outbox),
        order_locator=MemoryOrderLocator(known=[known] if known else []),
        callbacks=MemoryCallbackRepository(clock=clock),
        ledger_deps=ledger_deps,
        log_life=LIFE,
        clock=clock,
    )


def located(state: OrderState, *, source_id: int = 1, since: datetime = READ_AT, reason: str = "") -> OrderLocation:
    return OrderLocation(
        order=OrderKey("source1", source_id), state=state, attempts=1, since=since, reason=reason or None
    )


def cause(history: History) -> Cause | None:
    return history.missing.cause if history.missing else None


def test_attempts_are_sorted_by_end_and_have_the_gaps_between_them() -> None:
    attempts = in_order([document(3, after_seconds=25), document(1, after_seconds=0), document(2, after_seconds=10)])

    assert [attempt.document["attempt"] for attempt in attempts] == [1, 2, 3]
    assert [attempt.gap_seconds for attempt in attempts] == [None, 10, 15]


def test_an_attempt_in_both_log_and_outbox_counts_once() -> None:
    history = show_history(history_deps(document(1, after_seconds=0), document(2, after_seconds=10)), MESSAGE_ID)

    assert [attempt.document["attempt"] for attempt in history.attempts] == [1, 2]


@pytest.mark.parametrize("address", [MESSAGE_ID, MESSAGE_ID.upper(), "source1:1"])
def test_a_message_is_found_by_its_id_or_by_its_order(address: str) -> None:
    known = OrderLocation(order=OrderKey("source1", 1), state="persisted", attempts=3)

    history = show_history(history_deps(document(3, after_seconds=0), known=known), address)

    assert (history.message_id, history.order_location, len(history.attempts)) == (MESSAGE_ID, known, 1)
    assert history.missing is None


@pytest.mark.parametrize(("row", "state"), [(5, "moving"), (6, "not_read")])
def test_an_order_that_the_target_does_not_know_is_looked_up_in_its_source(row: int, state: str) -> None:
    history = show_history(history_deps(rows=(row,)), f"source1:{row}")

    assert history.order_location == OrderLocation(order=OrderKey("source1", row), state=state)  # type: ignore[arg-type]


def test_the_order_of_a_message_is_known_from_its_attempts() -> None:
    history = show_history(history_deps(document(1, after_seconds=0), rows=(1,)), MESSAGE_ID)

    assert history.order_location == OrderLocation(order=OrderKey("source1", 1), state="moving")


@pytest.mark.parametrize("address", ["source1:99", "source9:1", "acmepay:a/b", MESSAGE_ID, SQS_ID, f"sqs:{SQS_ID}"])
def test_the_error_for_an_unknown_message_names_what_can_be_given(address: str) -> None:
    with pytest.raises(NotFound, match="SOURCE:ID"):
        show_history(history_deps(), address)


@pytest.mark.parametrize("address", ["foo", "", "Source1:1", "source1:", "source1", ":1", "tx:\x00", "7", "é:1"])
def test_what_names_no_message_is_refused_with_the_accepted_forms(address: str) -> None:
    with pytest.raises(BadRequest, match=r"SOURCE:ID.*PROVIDER:EVENT_ID.*SQS id"):
        show_history(history_deps(), address)


@pytest.mark.parametrize("source_id", [0, -5, 2**63 - 1, -(2**63)])
def test_a_rejected_order_says_that_it_never_became_a_message(source_id: int) -> None:
    known = located("rejected", source_id=source_id, reason="source_id: at least 1")

    history = show_history(history_deps(known=known), f"source1:{source_id}")

    assert (history.order_location, history.attempts, cause(history)) == (known, [], Cause.REJECTED)
    assert history_json(history)["reason"] == "source_id: at least 1"


@pytest.mark.parametrize(
    ("known", "rows", "expected"),
    [
        (None, (6,), Cause.NOT_PUBLISHED),
        (None, (5,), Cause.NOT_TRIED),
        (located("persisted", since=READ_AT - LIFE), (), Cause.EXPIRED),
        (located("persisted"), (), Cause.NOT_RECORDED),
        (located("dead", since=READ_AT - LIFE), (), Cause.EXPIRED),
        (located("retrying"), (), Cause.NOT_RECORDED),
    ],
)
def test_a_history_without_attempts_says_why(
    known: OrderLocation | None, rows: tuple[int, ...], expected: Cause
) -> None:
    address = f"source1:{rows[0] if rows else 1}"

    assert cause(show_history(history_deps(known=known, rows=rows), address)) is expected


def test_while_the_attempt_log_is_away_the_rest_is_shown_and_the_gap_is_named() -> None:
    deps = history_deps(document(1, after_seconds=0), known=located("retrying"), away=True)

    history = show_history(deps, "source1:1")

    assert ([each.document["attempt"] for each in history.attempts], cause(history)) == ([1], Cause.LOG_UNAVAILABLE)
    with pytest.raises(AttemptLogUnavailable):
        show_history(deps, "source1:2")


class SickSource(MemorySourceLedgerReader):
    """Cannot be read."""

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        raise SourceUnavailable(f"(source1 does not answer, asked for {list(ids)})")


def with_sick_source(deps: HistoryDeps) -> HistoryDeps:
    return replace(deps, ledger_deps=replace(deps.ledger_deps, sources={"source1": SickSource()}))


@pytest.mark.parametrize("address", [MESSAGE_ID, "source1:1"])
def test_the_attempts_of_an_order_are_shown_although_its_source_cannot_be_read(address: str) -> None:
    history = show_history(with_sick_source(history_deps(document(1, after_seconds=0))), address)

    assert (len(history.attempts), history.order_location, cause(history)) == (1, None, Cause.SOURCE_UNREAD)
    assert "source1 does not answer" in str(history_json(history)["missing"])


def test_an_order_that_only_a_sick_source_knows_is_answered_with_the_sources_error() -> None:
    with pytest.raises(SourceUnavailable, match="source1 does not answer"):
        show_history(with_sick_source(history_deps()), "source1:1")


def test_a_callback_is_found_although_the_source_of_the_same_name_cannot_be_read() -> None:
    deps = with_sick_source(history_deps())
    deps.callbacks.keep(replace(callback("7"), provider="source1"))

    assert isinstance(show_history(deps, "source1:7").location, CallbackLocation)


@pytest.mark.parametrize("address", ["acmepay:a/b", "acmepay/a/b"])
def test_a_callback_is_found_by_provider_and_event_id(address: str) -> None:
    deps = history_deps()
    deps.callbacks.keep(callback("a/b"))

    shown = history_json(show_history(deps, address))

    assert (shown["message_id"], shown["callback"], shown["state"]) == (
        str(payment_message_id("acmepay", "a/b")),
        "acmepay:a/b",
        "unprocessed",
    )
    assert shown["missing"]
    assert (shown["order"], shown["missing"]["cause"]) == (None, "not_tried")


def test_a_callback_whose_event_id_is_a_number_is_found_beside_an_order() -> None:
    deps = history_deps(known=OrderLocation(order=OrderKey("acmepay", 7), state="dead"))
    deps.callbacks.keep(callback("7"))
    deps.callbacks.keep(callback("8"))

    found = [show_history(deps, address).location for address in ("acmepay:7", "acmepay/7", "acmepay:8")]

    assert [type(each).__name__ for each in found] == ["OrderLocation", "CallbackLocation", "CallbackLocation"]


@pytest.mark.parametrize("address", [SQS_ID, f"sqs:{SQS_ID}", SQS_ID.upper()])
def test_an_unparseable_message_is_found_by_its_sqs_id_with_and_without_the_prefix(address: str) -> None:
    history = show_history(history_deps(unparseable(SQS_ID)), address)

    assert (history.message_id, len(history.attempts)) == (f"sqs:{SQS_ID}", 1)


def test_a_message_is_found_by_the_sqs_id_of_one_of_its_copies() -> None:
    first, second = document(1, after_seconds=0), document(2, after_seconds=10)
    copies = [first, second | {"sqs_message_id": SQS_ID, "_id": f"{SQS_ID}:2"}]

    history = show_history(history_deps(*copies), SQS_ID)

    assert (history.message_id, len(history.attempts)) == (MESSAGE_ID, 2)


def test_ids_of_a_history_are_text() -> None:
    attempt = history_json(show_history(history_deps(document(1, after_seconds=0)), MESSAGE_ID))["attempts"][0]

    assert attempt["origin"]
    assert (attempt["origin"]["source_id"], attempt["origin"]["source"]) == ("1", "source1")


@pytest.mark.parametrize(
    ("text", "order_key", "callback_key"),
    [
        ("a-b_c:123", OrderKey("a-b_c", 123), CallbackKey("a-b_c", "123")),
        ("tx:0", OrderKey("tx", 0), CallbackKey("tx", "0")),
        ("tx:-5", OrderKey("tx", -5), CallbackKey("tx", "-5")),
        ("tx:01", None, CallbackKey("tx", "01")),
        ("tx:1_000", None, CallbackKey("tx", "1_000")),
        ("tx:9223372036854775808", None, CallbackKey("tx", "9223372036854775808")),
        ("pix/a:b%2F", None, CallbackKey("pix", "a:b%2F")),
        (MESSAGE_ID, None, None),
    ],
)
def test_a_reference_is_an_order_a_callback_or_an_id(
    text: str, order_key: OrderKey | None, callback_key: CallbackKey | None
) -> None:
    found = references(text)

    assert next((each.order for each in found if each.order), None) == order_key
    assert next((each.callback for each in found if each.callback), None) == callback_key
    assert found[0].message_id == (str(order_message_id(*order_key)) if order_key else found[0].message_id)
