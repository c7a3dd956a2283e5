"""In-memory queues: the sending end, the receiving end and the depth, for tests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from uuid import uuid4

from esteira.core.clock import Clock
from esteira.core.messages import MAX_RECEIVES
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.received_message import ReceivedMessage


@dataclass
class _Held:
    """A message in the queue."""

    body: str
    sent_at: datetime
    visible_at: datetime
    receives: int = 0
    receipt: str = ""
    sqs_message_id: str = field(default_factory=lambda: str(uuid4()))


class MemoryQueueReceiver:
    """The port `Inbox`, with `send` at the other end and `dead` for what was received too often."""

    def __init__(self, clock: Clock, *, visibility_seconds: float = 30) -> None:
        self._clock = clock
        self._visibility = timedelta(seconds=visibility_seconds)
        self._held: dict[str, _Held] = {}
        self._receipts = count(1)
        self.dead: list[str] = []

    def send(self, *bodies: str) -> None:
        """Puts messages on the queue."""
        now = self._clock()
        for body in bodies:
            held = _Held(body=body, sent_at=now, visible_at=now)
            self._held[held.sqs_message_id] = held

    def __len__(self) -> int:
        return len(self._held)

    @property
    def hidden_seconds(self) -> list[float]:
        """For how long each message cannot be received yet, the shortest first."""
        now = self._clock()
        return sorted(max(0.0, (held.visible_at - now).total_seconds()) for held in self._held.values())

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:  # noqa: ARG002 - the port has it
        """See `Inbox.receive`. Never waits: only the test moves the clock."""
        visible = [held for held in self._held.values() if held.visible_at <= self._clock()]
        self._bury([held for held in visible if held.receives >= MAX_RECEIVES])
        living = [held for held in visible if held.sqs_message_id in self._held]
        return [self._deliver(held) for held in living[:limit]]

    def acknowledge(self, received_messages: Sequence[ReceivedMessage]) -> int:
        """See `Inbox.acknowledge`."""
        for received_message in received_messages:
            self._held.pop(received_message.sqs_message_id, None)
        return 0

    def change_visibility(self, delays_seconds: Sequence[tuple[ReceivedMessage, int]]) -> int:
        """See `Inbox.hide`. Refused for what is gone, or was received again since."""
        refused = 0
        for received_message, seconds in delays_seconds:
            held = self._held.get(received_message.sqs_message_id)
            if held and held.receipt == received_message.receipt_handle:
                held.visible_at = self._clock() + timedelta(seconds=seconds)
            else:
                refused += 1
        return refused

    def _bury(self, worn_out: Sequence[_Held]) -> None:
        for held in worn_out:
            self.dead.append(self._held.pop(held.sqs_message_id).body)

    def _deliver(self, held: _Held) -> ReceivedMessage:
        held.receives += 1
        held.receipt = str(next(self._receipts))
        held.visible_at = self._clock() + self._visibility
        return ReceivedMessage(
            body=held.body,
            sqs_message_id=held.sqs_message_id,
            receipt_handle=held.receipt,
            attempt=held.receives,
            sent_at=held.sent_at,
        )


IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no SQS message may hold."""


class MemoryQueueSender:
    """The port `QueueSender`. `bodies` are those taken, in the order in which they came."""

    def __init__(self, *, max_message_bytes: int = 262_144) -> None:
        self.bodies: list[str] = []
        self._max_message_bytes = max_message_bytes
        self._taking = Lock()

    def max_message_bytes(self) -> int:
        """As given."""
        return self._max_message_bytes

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Takes what SQS would take."""
        refused = {index: fault for index, body in enumerate(bodies) if (fault := self._fault(body))}
        with self._taking:
            self.bodies += [body for index, body in enumerate(bodies) if index not in refused]
        return BatchReply(taken=frozenset(range(len(bodies))) - refused.keys(), refused=refused)

    def _fault(self, body: str) -> str | None:
        if IMPOSSIBLE.search(body):
            return "InvalidMessageContents"
        return "InvalidParameterValue" if len(body.encode()) > self._max_message_bytes else None


@dataclass(kw_only=True)
class MemoryQueueDepthReader:
    """The port `QueueDepthReader`."""

    reading: QueueDepth = field(default_factory=QueueDepth)

    def read(self) -> QueueDepth:
        """See `QueueDepthReader.read`."""
        return self.reading
