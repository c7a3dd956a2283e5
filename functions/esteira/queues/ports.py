"""What the use cases of queues need from SQS."""

from collections.abc import Sequence
from typing import Protocol

from esteira.queues.queue import QueuedMessage


class QueuePeeker(Protocol):
    """Looks into one queue without receiving. Raises `QueueUnavailable`."""

    def messages(self) -> Sequence[QueuedMessage] | None:
        """Return all messages, those in flight and delayed too; None where a queue cannot be looked into so.

        Only an emulator can. It answers with all messages at once: count them first.
        """
        ...


class QueuePurger(Protocol):
    """Deletes what is in one queue."""

    def purge(self) -> None:
        """Delete all messages, those in flight and delayed too.

        Raises `Conflict` if the queue was purged less than a minute ago, and `QueueUnavailable`.
        """
        ...
