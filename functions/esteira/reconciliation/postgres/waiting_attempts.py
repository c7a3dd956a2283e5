"""Read the attempts that wait in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from esteira.consumer.attempt_documents import AttemptDocument, from_json
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement


class PostgresWaitingAttempts:
    """The port `AttemptHistory` over the table `attempt_outbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """See `AttemptHistory.of_message`."""
        return self._waiting(now, message_id=message_id)

    def message_received_as(self, sqs_id: str, *, now: datetime) -> str | None:
        """See `AttemptHistory.message_received_as`."""
        return next((document["message_id"] for document in self._waiting(now, sqs_id=sqs_id)), None)

    def _waiting(
        self, now: datetime, *, message_id: str | None = None, sqs_id: str | None = None
    ) -> list[AttemptDocument]:
        names = {"message_id": message_id, "sqs_id": sqs_id}
        with self._database.transaction() as connection:
            rows = connection.execute(statement("reconciliation/waiting_attempts"), names).fetchall()
        documents = [from_json(row[0]) for row in rows]
        return [document for document in documents if document["expireAt"] > now]

    def attempted(self, sqs_message_ids: Sequence[str]) -> frozenset[str]:
        """See `AttemptHistory.attempted`."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                statement("reconciliation/waiting_attempted"), {"sqs_message_ids": list(sqs_message_ids)}
            ).fetchall()
        return frozenset(row[0] for row in rows)
