"""The receiving end of a lane's queue."""

from collections.abc import Sequence
from typing import Protocol

from esteira.domain.deliveries import Delivery


class Inbox(Protocol):
    """Raises `QueueUnavailable` only from `receive`; what the queue refuses of the rest is counted, not fatal:
    a message neither acknowledged nor hidden comes back when the queue's own visibility time is over."""

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[Delivery]:
        """Up to `limit` messages; waits up to `wait_seconds` (at most 20) for the first."""
        ...

    def acknowledge(self, deliveries: Sequence[Delivery]) -> int:
        """Deletes the messages for good. Answers how many the queue would not delete."""
        ...

    def hide(self, delays_seconds: Sequence[tuple[Delivery, int]]) -> int:
        """Has each message come back after its own delay. Answers how many the queue would not hide."""
        ...
