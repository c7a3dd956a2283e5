"""The messages that only the target can give back: the tables `order_conflicts` and `foreign_messages`."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from esteira.core.messages import OrderMessage
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import portions
from esteira.core.queue.received_message import ReceivedMessage, as_text, body_hash
from esteira.reconciliation.dead_letters import DeadLetter, parse_dead_letter


class PostgresKeptMessages:
    """The port `KeptMessages` of one lane."""

    def __init__(self, database: Database, lane: Lane) -> None:
        self._database = database
        self._lane = lane

    def all(self) -> Iterator[Sequence[DeadLetter]]:
        """See `KeptMessages.all`."""
        for rows in portions(self._database, "reconciliation/kept_messages", {"lane": self._lane}):
            yield [self._letter(*row) for row in rows]

    def forget_conflicts(self, letters: Sequence[DeadLetter]) -> None:
        """See `KeptMessages.forget_conflicts`."""
        orders = [letter.message for letter in letters if isinstance(letter.message, OrderMessage)]
        columns = {
            "source": [order.source for order in orders],
            "source_id": [order.source_id for order in orders],
            "payload_hash": [order.payload_hash for order in orders],
        }
        self._database.run(lambda connection: connection.execute(statement("reconciliation/forget_conflicts"), columns))

    def forget_foreign(self, letters: Sequence[DeadLetter]) -> None:
        """See `KeptMessages.forget_foreign`."""
        hashes = [body_hash(letter.received_message.body) for letter in letters if letter.message is None]
        parameters = {"lane": self._lane, "body_hashes": hashes}
        self._database.run(
            lambda connection: connection.execute(statement("reconciliation/forget_foreign_messages"), parameters)
        )

    def _letter(self, body: bytes, sqs_message_id: str, failed_at: datetime) -> DeadLetter:
        kept = ReceivedMessage(
            body=as_text(body), sqs_message_id=sqs_message_id, receipt_handle="", attempt=0, sent_at=failed_at
        )
        return parse_dead_letter(kept, self._lane)
