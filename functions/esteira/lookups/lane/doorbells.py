"""The messages of the lane, which name no task."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from esteira.core.clock import Clock
from esteira.core.messages import LookupMessage, encode
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.send_batches import BatchSender, ShouldContinue


def doorbell_body(doorbell: UUID, clock: Clock) -> str:
    """Return the body of the message with this id."""
    return encode(LookupMessage(message_id=doorbell, read_at=clock()))


def send_doorbells(
    sender: BatchSender, doorbells: Sequence[UUID], clock: Clock, *, should_continue: ShouldContinue = lambda: True
) -> list[UUID]:
    """Send a message for each, and return which were sent. Raises `QueueUnavailable`. Sent twice it is harmless."""
    results = sender.send([doorbell_body(each, clock) for each in doorbells], should_continue=should_continue)
    return [each for each, result in zip(doorbells, results, strict=True) if result.status is SendStatus.SENT]


@dataclass(frozen=True, kw_only=True)
class DelayedDoorbells:
    """The port `LaterSender`. `sender` returns the sender for a delay in seconds."""

    sender: Callable[[int], BatchSender]
    clock: Clock

    def send(self, doorbells: Sequence[UUID], *, delay_seconds: int) -> Sequence[UUID]:
        """See `LaterSender.send`."""
        return send_doorbells(self.sender(delay_seconds), doorbells, self.clock)
