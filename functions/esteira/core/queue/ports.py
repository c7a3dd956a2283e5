"""The ends of a queue as the use cases see them."""

from collections.abc import Sequence
from typing import Protocol

from esteira.core.queue.batching import BatchReply
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.received_message import ReceivedMessage


class QueueReceiver(Protocol):
    """Raises `QueueUnavailable` only from `receive`; what the queue refuses of the rest is counted, not fatal:
    a message neither acknowledged nor hidden comes back when the queue's own visibility time is over."""

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        """Up to `limit` messages; waits up to `wait_seconds` (at most 20) for the first."""
        ...

    def acknowledge(self, received_messages: Sequence[ReceivedMessage]) -> int:
        """Deletes the messages for good. Answers how many the queue would not delete."""
        ...

    def change_visibility(self, delays_seconds: Sequence[tuple[ReceivedMessage, int]]) -> int:
        """Has each message come back after its own delay. Answers how many the queue would not hide."""
        ...


class QueueSender(Protocol):
    """A lane's queue. Every method raises `QueueUnavailable` when it does not answer."""

    def max_message_bytes(self) -> int:
        """The largest body, and the largest sum of bodies in one batch."""

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Sends up to ten bodies in one request and says which were taken. May be called from many threads at once."""


class QueueDepthReader(Protocol):
    """The counts of one queue."""

    def read(self) -> QueueDepth:
        """How many messages it holds. Raises `QueueUnavailable`."""
        ...
