"""Bodies that are no message of their lane: the table `foreign_messages` of the target."""

from collections.abc import Sequence

from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.queue.received_message import ReceivedMessage, as_bytes, body_hash


class PostgresForeignMessages:
    """The port `ForeignMessages`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, lane: Lane, received_messages: Sequence[ReceivedMessage]) -> None:
        """See `ForeignMessages.keep`."""
        columns = {
            "lane": lane,
            "body_hash": [body_hash(message.body) for message in received_messages],
            "body": [as_bytes(message.body) for message in received_messages],
            "sqs_message_id": [message.sqs_message_id for message in received_messages],
        }
        self._database.run(lambda connection: connection.execute(statement("consumer/keep_foreign_messages"), columns))
