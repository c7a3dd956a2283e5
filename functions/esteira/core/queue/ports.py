"""The ports of a queue: receiving, sending, and reading its depth."""

from collections.abc import Sequence
from typing import Protocol

from esteira.core.queue.batching import BatchReply
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.received_message import ReceivedMessage


class QueueReceiver(Protocol):
    """The receiving end of a lane. Only `receive` and `visibility_seconds` raise `QueueUnavailable`.

    The other methods return the number of refused messages. Refusals are harmless: a message that was not deleted
    becomes visible again after the queue's visibility timeout.
    """

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        """Return up to `limit` messages. Waits up to `wait_seconds` (at most 20) for the first."""
        ...

    def visibility_seconds(self) -> int:
        """Return for how long a received message stays hidden, read once."""
        ...

    def acknowledge(self, received_messages: Sequence[ReceivedMessage]) -> int:
        """Delete the messages. Returns how many the queue refused to delete."""
        ...

    def change_visibility(self, delays_seconds: Sequence[tuple[ReceivedMessage, int]]) -> int:
        """Make each message visible again after its own delay. Returns for how many the queue refused that."""
        ...


class QueueSender(Protocol):
    """The sending end of a lane. Every method raises `QueueUnavailable` when the queue is not reachable."""

    def max_message_bytes(self) -> int:
        """Return the largest size of a body, which is also the largest sum of the bodies in one batch."""

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Send up to ten bodies in one request, and return which were accepted. Thread-safe."""


class QueueDepthReader(Protocol):
    """Reads the depth of one queue."""

    def read(self) -> QueueDepth:
        """Return the numbers of messages in the queue. Raises `QueueUnavailable`."""
        ...
