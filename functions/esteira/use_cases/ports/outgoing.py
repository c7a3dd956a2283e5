"""The queue as its sender sees it."""

from collections.abc import Sequence
from typing import Protocol

from esteira.domain.handover import BatchReply


class OutgoingQueue(Protocol):
    """A lane's queue. Every method raises `QueueUnavailable` when it does not answer."""

    def max_message_bytes(self) -> int:
        """The largest body, and the largest sum of bodies in one batch."""

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Sends up to ten bodies in one request and says which were taken. May be called from many threads at once."""
