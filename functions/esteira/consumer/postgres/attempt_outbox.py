"""Attempt documents that MongoDB did not store: the table `attempt_outbox` of the target."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from esteira.consumer.attempt_documents import AttemptDocument, from_json, to_json
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement


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
            rows = connection.execute(statement("consumer/take_attempts"), {"limit": limit}).fetchall()
            yield [from_json(row[0]) for row in rows]
