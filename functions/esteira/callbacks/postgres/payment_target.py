"""Apply payment callbacks: update the table `callbacks` and the payment state of their orders."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.outcomes import DUPLICATE, SUCCEEDED, FailureKind, Outcome, failed
from esteira.core.messages import PaymentMessage, payment_message_id
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement

CONFLICT = failed(FailureKind.CONFLICT, "The target holds this callback with other contents.")
UNKNOWN_ORDER = failed(FailureKind.UNKNOWN_ORDER, "The order of this callback has not arrived yet.")


class _Kept(NamedTuple):
    """A row of `callbacks`, and whether its order is in the target."""

    provider: str
    event_id: str
    source: str
    source_id: int
    state: str
    amount: Decimal
    processed: bool
    order_known: bool


class PostgresPaymentTarget:
    """The port `Target` for payments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, parsed_messages: Sequence[ParsedMessage[PaymentMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`. A callback whose order has not arrived is stored unprocessed."""
        messages = [parsed_message.message for parsed_message in parsed_messages]
        return self._database.run(lambda connection: _apply(connection, messages))

    def record_failures(self, failures: Sequence[RecordedFailure[PaymentMessage]]) -> None:
        """See `Target.record_failures`. Of a callback that the database refused, nothing is recorded: it has no row."""
        rows = _keys([failure.message for failure in failures]) | {
            "attempt": [failure.attempt for failure in failures],
            "error": [failure.error for failure in failures],
        }
        self._database.run(lambda connection: connection.execute(statement("callbacks/record_callback_failures"), rows))

    def recorded_failures(
        self, parsed_messages: Sequence[ParsedMessage[PaymentMessage]]
    ) -> Mapping[UUID, RecordedFailure[PaymentMessage]]:
        """See `Target.recorded_failures`."""
        messages = {parsed_message.message_id: parsed_message.message for parsed_message in parsed_messages}
        query, keys = statement("callbacks/recorded_callback_failures"), _keys(list(messages.values()))
        rows = self._database.run(lambda connection: connection.execute(query, keys).fetchall())
        failures = (
            RecordedFailure(message=messages[payment_message_id(*key)], attempt=attempt, error=error)
            for *key, attempt, error in rows
        )
        return {failure.message.message_id: failure for failure in failures}


def _apply(connection: Connection, messages: Sequence[PaymentMessage]) -> list[Outcome]:
    connection.execute(statement("callbacks/insert_callbacks"), _rows(messages))
    kept = _read(connection, messages)
    outcomes = [_outcome(message, kept[message.message_id]) for message in messages]
    succeeded = [message for message, outcome in zip(messages, outcomes, strict=True) if outcome is SUCCEEDED]
    if succeeded:
        connection.execute(statement("callbacks/move_payments"), _rows(succeeded))
        connection.execute(statement("callbacks/mark_callbacks"), _keys(succeeded))
    return _mark_copies(messages, outcomes)


def _read(connection: Connection, messages: Sequence[PaymentMessage]) -> dict[UUID, _Kept]:
    rows = connection.execute(statement("callbacks/read_callbacks"), _keys(messages)).fetchall()
    return {payment_message_id(row[0], row[1]): _Kept._make(row) for row in rows}


def _outcome(message: PaymentMessage, kept: _Kept) -> Outcome:
    if (message.source, message.source_id, message.state, message.amount) != kept[2:6]:
        return CONFLICT
    if not kept.order_known:
        return UNKNOWN_ORDER
    return DUPLICATE if kept.processed else SUCCEEDED


def _mark_copies(messages: Sequence[PaymentMessage], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Of several copies of one message in a batch, only the first succeeded; the others are duplicates."""
    seen: set[UUID] = set()
    marked = []
    for message, outcome in zip(messages, outcomes, strict=True):
        marked.append(DUPLICATE if outcome is SUCCEEDED and message.message_id in seen else outcome)
        seen.add(message.message_id)
    return marked


def _rows(messages: Sequence[PaymentMessage]) -> dict[str, list[Any]]:
    """Return the columns of the rows, sorted by key, so that two consumers cannot deadlock."""
    ordered = sorted(messages, key=lambda message: (message.provider, message.event_id))
    return _keys(ordered) | {
        "source": [message.source for message in ordered],
        "source_id": [message.source_id for message in ordered],
        "state": [message.state.value for message in ordered],
        "amount": [message.amount for message in ordered],
        "occurred_at": [message.occurred_at for message in ordered],
    }


def _keys(messages: Sequence[PaymentMessage]) -> dict[str, list[Any]]:
    return {
        "provider": [message.provider for message in messages],
        "event_id": [message.event_id for message in messages],
    }
