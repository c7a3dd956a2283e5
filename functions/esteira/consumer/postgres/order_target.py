"""The target of the lane `orders` (R7): the tables `orders`, `order_failures` for orders that failed so far, and
`order_conflicts` for messages whose order arrived with other contents.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.outcomes import DUPLICATE, SUCCEEDED, FailureKind, Outcome, failed
from esteira.core.failpoints import passing
from esteira.core.messages import OrderMessage, encode
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement

CONFLICT = failed(FailureKind.CONFLICT, "The target holds this order with other contents.")


class PostgresOrderTarget:
    """The port `Target` for orders.

    A failure recorded by one consumer and the arrival committed by another at the same moment do not see each other.
    So each deletes failures of arrived orders in a second transaction after its COMMIT: the later one sees both, and no
    arrived order stays recorded as failed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        outcomes = self._database.run(lambda connection: _apply(connection, parsed_messages))
        arrived = _arrived(parsed_messages, outcomes)
        self._database.run(lambda connection: _execute(connection, "consumer/delete_failures", arrived))
        return outcomes

    def record_failures(self, failures: Sequence[RecordedFailure[OrderMessage]]) -> None:
        """See `Target.record_failures`. A conflict is recorded with its message, which no other store has."""
        message_ids = [failure.message.message_id for failure in failures]
        self._database.run(lambda connection: _record(connection, failures))
        self._database.run(
            lambda connection: _execute(connection, "consumer/delete_failures_of_persisted", message_ids)
        )

    def recorded_failures(
        self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]
    ) -> Mapping[UUID, RecordedFailure[OrderMessage]]:
        """See `Target.recorded_failures`."""
        messages = {parsed.message_id: parsed.message for parsed in parsed_messages}
        query, parameters = statement("consumer/recorded_order_failures"), {"message_ids": list(messages)}
        rows = self._database.run(lambda connection: connection.execute(query, parameters).fetchall())
        return {
            key: RecordedFailure(message=messages[key], attempt=attempt, error=error) for key, attempt, error in rows
        }


def _apply(connection: Connection, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> list[Outcome]:
    inserted = connection.execute(statement("consumer/insert_orders"), _order_columns(parsed_messages)).fetchall()
    outcomes = _outcomes(connection, parsed_messages, {row[0] for row in inserted})
    _execute(connection, "consumer/delete_failures", _arrived(parsed_messages, outcomes))
    passing("cons.in_txn")
    return outcomes


def _outcomes(
    connection: Connection, parsed_messages: Sequence[ParsedMessage[OrderMessage]], new: set[UUID]
) -> list[Outcome]:
    """Return a new row is the success of the first copy of its message. The others are compared with the stored row."""
    if len(new) == len(parsed_messages):
        return [SUCCEEDED] * len(parsed_messages)
    hashes = _payload_hashes(connection, [parsed.message_id for parsed in parsed_messages])
    return [_outcome(parsed.message, hashes, new) for parsed in parsed_messages]


def _outcome(message: OrderMessage, hashes: Mapping[UUID, str], new: set[UUID]) -> Outcome:
    if message.message_id in new:
        new.remove(message.message_id)
        return SUCCEEDED
    return DUPLICATE if hashes.get(message.message_id) == message.payload_hash else CONFLICT


def _record(connection: Connection, failures: Sequence[RecordedFailure[OrderMessage]]) -> None:
    recorded = connection.execute(statement("consumer/record_order_failures"), _failure_columns(failures)).rowcount
    # Only orders that the target does not have are recorded: if all of them are, there is no conflict.
    if recorded < len(failures) and (conflicts := _conflicts(connection, failures)):
        columns = {**_failure_columns(conflicts), **_content_columns(conflicts)}
        connection.execute(statement("consumer/record_order_conflicts"), columns)


def _conflicts(
    connection: Connection, failures: Sequence[RecordedFailure[OrderMessage]]
) -> list[RecordedFailure[OrderMessage]]:
    """Those whose order is in the target with other contents. Only of these the bodies are sent."""
    hashes = _payload_hashes(connection, [failure.message.message_id for failure in failures])
    return [
        failure
        for failure in failures
        if hashes.get(failure.message.message_id, failure.message.payload_hash) != failure.message.payload_hash
    ]


def _payload_hashes(connection: Connection, message_ids: list[UUID]) -> dict[UUID, str]:
    return dict(connection.execute(statement("consumer/payload_hashes"), {"message_ids": message_ids}).fetchall())


def _arrived(parsed_messages: Sequence[ParsedMessage[OrderMessage]], outcomes: Sequence[Outcome]) -> list[UUID]:
    return [parsed.message_id for parsed, end in zip(parsed_messages, outcomes, strict=True) if not end.failure]


def _execute(connection: Connection, name: str, message_ids: Sequence[UUID]) -> None:
    connection.execute(statement(name), {"message_ids": list(message_ids)})


def _order_columns(parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> dict[str, list[Any]]:
    """Return the columns of the new rows, sorted by key, so that concurrent consumers cannot deadlock."""
    ordered = sorted(parsed_messages, key=lambda parsed: (parsed.message.source, parsed.message.source_id))
    messages = [parsed.message for parsed in ordered]
    payloads = [message.payload for message in messages]
    return {
        "source": [message.source for message in messages],
        "source_id": [message.source_id for message in messages],
        "product": [payload.product for payload in payloads],
        "price": [payload.price for payload in payloads],
        "security_check": [payload.security_check for payload in payloads],
        "attempts": [parsed.attempt for parsed in ordered],
        "message_id": [message.message_id for message in messages],
        "payload_hash": [message.payload_hash for message in messages],
    }


def _failure_columns(failures: Sequence[RecordedFailure[OrderMessage]]) -> dict[str, list[Any]]:
    return {
        "source": [failure.message.source for failure in failures],
        "source_id": [failure.message.source_id for failure in failures],
        "message_id": [failure.message.message_id for failure in failures],
        "attempt": [failure.attempt for failure in failures],
        "error": [failure.error for failure in failures],
    }


def _content_columns(failures: Sequence[RecordedFailure[OrderMessage]]) -> dict[str, list[Any]]:
    return {
        "payload_hash": [failure.message.payload_hash for failure in failures],
        "body": [encode(failure.message) for failure in failures],
    }
