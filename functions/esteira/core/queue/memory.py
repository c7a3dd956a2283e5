"""In-memory twins of the queue ports: receiver, sender and depth reader."""

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
class _QueuedMessage:
    """A message in the queue, with its visibility and its last receipt."""

    body: str
    sent_at: datetime
    visible_at: datetime
    receives: int = 0
    receipt: str = ""
    sqs_message_id: str = field(default_factory=lambda: str(uuid4()))


class MemoryQueueReceiver:
    """The port `QueueReceiver`. Tests fill it by `send`; `dead` has the bodies of messages received too often."""

    def __init__(self, clock: Clock, *, visibility_seconds: float = 30) -> None:
        self._clock = clock
        self._visibility = timedelta(seconds=visibility_seconds)
        self._queued: dict[str, _QueuedMessage] = {}
        self._receipts = count(1)
        self._changing = Lock()
        self.dead: list[str] = []

    def send(self, *bodies: str) -> None:
        """Put messages on the queue."""
        now = self._clock()
        for body in bodies:
            message = _QueuedMessage(body=body, sent_at=now, visible_at=now)
            self._queued[message.sqs_message_id] = message

    def __len__(self) -> int:
        return len(self._queued)

    @property
    def hidden_seconds(self) -> list[float]:
        """Seconds until each message becomes visible, in ascending order; 0 for a visible one."""
        now = self._clock()
        return sorted(max(0.0, (message.visible_at - now).total_seconds()) for message in self._queued.values())

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:  # noqa: ARG002 - the port has it
        """See `QueueReceiver.receive`. Never waits: only the test moves the clock."""
        with self._changing:
            visible = [message for message in self._queued.values() if message.visible_at <= self._clock()]
            self._move_to_dead([message for message in visible if message.receives >= MAX_RECEIVES])
            receivable = [message for message in visible if message.sqs_message_id in self._queued]
            return [self._deliver(message) for message in receivable[:limit]]

    def visibility_seconds(self) -> int:
        """See `QueueReceiver.visibility_seconds`."""
        return round(self._visibility.total_seconds())

    def acknowledge(self, received_messages: Sequence[ReceivedMessage]) -> int:
        """See `QueueReceiver.acknowledge`."""
        with self._changing:
            for received in received_messages:
                self._queued.pop(received.sqs_message_id, None)
        return 0

    def change_visibility(self, delays_seconds: Sequence[tuple[ReceivedMessage, int]]) -> int:
        """See `QueueReceiver.change_visibility`. Refused for deleted messages, and for outdated receipts."""
        refused = 0
        for received, seconds in delays_seconds:
            message = self._queued.get(received.sqs_message_id)
            if message and message.receipt == received.receipt_handle:
                message.visible_at = self._clock() + timedelta(seconds=seconds)
            else:
                refused += 1
        return refused

    def _move_to_dead(self, messages: Sequence[_QueuedMessage]) -> None:
        for message in messages:
            self.dead.append(self._queued.pop(message.sqs_message_id).body)

    def _deliver(self, message: _QueuedMessage) -> ReceivedMessage:
        message.receives += 1
        message.receipt = str(next(self._receipts))
        message.visible_at = self._clock() + self._visibility
        return ReceivedMessage(
            body=message.body,
            sqs_message_id=message.sqs_message_id,
            receipt_handle=message.receipt,
            attempt=message.receives,
            sent_at=message.sent_at,
        )


FORBIDDEN_CHARACTERS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that SQS accepts in no message."""


class MemoryQueueSender:
    """The port `QueueSender`. `bodies` are the accepted ones, in the order of sending."""

    def __init__(self, *, max_message_bytes: int = 262_144) -> None:
        self.bodies: list[str] = []
        self._max_message_bytes = max_message_bytes
        self._taking = Lock()

    def max_message_bytes(self) -> int:
        """Return the configured limit."""
        return self._max_message_bytes

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Accept the bodies that SQS would accept."""
        refused = {index: fault for index, body in enumerate(bodies) if (fault := self._fault(body))}
        with self._taking:
            self.bodies += [body for index, body in enumerate(bodies) if index not in refused]
        return BatchReply(taken=frozenset(range(len(bodies))) - refused.keys(), refused=refused)

    def _fault(self, body: str) -> str | None:
        if FORBIDDEN_CHARACTERS.search(body):
            return "InvalidMessageContents"
        return "InvalidParameterValue" if len(body.encode()) > self._max_message_bytes else None


@dataclass(kw_only=True)
class MemoryQueueDepthReader:
    """The port `QueueDepthReader`. Tests set `reading`."""

    reading: QueueDepth = field(default_factory=QueueDepth)

    def read(self) -> QueueDepth:
        """See `QueueDepthReader.read`."""
        return self.reading
