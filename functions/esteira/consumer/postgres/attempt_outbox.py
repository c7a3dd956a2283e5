"""Attempt documents that MongoDB did not store: the table `attempt_outbox` of the target."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from esteira.consumer.attempt_documents import AttemptDocument, from_json, to_json
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement

BYTES_AT_ONCE = 4_000_000
"""Documents are taken until they have so many bytes: one of an order may have a megabyte, and a function's memory and
the log's timeout are bounded.
"""
ROWS_FETCHED = 10


class PostgresAttemptOutbox:
    """The port `AttemptOutbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptOutbox.keep`."""
        rows = {"documents": to_json(documents)}
        self._database.run(lambda connection: connection.execute(statement("consumer/keep_attempts"), rows))

    @contextmanager
    def take(self, limit: int) -> Iterator[Sequence[AttemptDocument]]:
        """See `AttemptOutbox.take`. The rows are deleted first; an exception in the block rolls back."""
        with self._database.transaction() as connection:
            rows = _lock_oldest(connection, limit)
            connection.execute(statement("consumer/delete_attempts"), {"attempt_ids": [row[0] for row in rows]})
            yield [from_json(row[1]) for row in rows]


def _lock_oldest(connection: Connection, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """Return id and document of the oldest rows: up to `limit`, or until they have `BYTES_AT_ONCE`."""
    rows: list[tuple[str, dict[str, Any]]] = []
    total_bytes = 0
    with connection.cursor(name="oldest_attempts") as cursor:
        cursor.execute(statement("consumer/lock_oldest_attempts"), {"limit": limit})
        while total_bytes < BYTES_AT_ONCE and (fetched := cursor.fetchmany(ROWS_FETCHED)):
            rows += [(attempt_id, document) for attempt_id, document, _ in fetched]
            total_bytes += sum(document_bytes for *_, document_bytes in fetched)
    return rows
