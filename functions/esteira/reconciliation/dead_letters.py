"""Dead letters: whose they are, which are meant, and how fast they go back."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from esteira.callbacks.callback import Callback
from esteira.core.errors import InvalidMessage
from esteira.core.messages import AnyMessage, OrderMessage, PaymentMessage, decode, payment_message_id
from esteira.core.names import Lane
from esteira.core.orders import OrderKey
from esteira.core.queue.received_message import ReceivedMessage

DEAD_LETTERS_AT_ONCE = 100
"""Letters that go back together: few enough to be through before the queue shows them to somebody else."""

DECODERS: Mapping[Lane, Callable[[str], AnyMessage]] = {
    "orders": partial(decode, OrderMessage),
    "payments": partial(decode, PaymentMessage),
}


class CallbackKey(NamedTuple):
    """Which callback: its provider and the event's id there."""

    provider: str
    event_id: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.event_id}"


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message in a dead-letter queue. `message` is None where it is none of the lane's: it is a foreign one."""

    received_message: ReceivedMessage
    message: AnyMessage | None

    @property
    def key(self) -> OrderKey | None:
        """The order that it is about to bring; None where it is of another kind."""
        if not isinstance(self.message, OrderMessage):
            return None
        return OrderKey(self.message.source, self.message.source_id)

    @property
    def callback(self) -> CallbackKey | None:
        """The callback that it is about; None where it is of another kind."""
        if not isinstance(self.message, PaymentMessage):
            return None
        return CallbackKey(self.message.provider, self.message.event_id)

    @property
    def about(self) -> OrderKey | CallbackKey | None:
        """What it is about; None where it is a foreign one."""
        return self.key or self.callback

    @property
    def identity(self) -> str:
        """The same for all copies of one message."""
        return str(self.message.message_id) if self.message else sha256(self.received_message.body.encode()).hexdigest()

    @property
    def names(self) -> frozenset[str]:
        """The words by which it may be picked: message id, `source:id` or `provider:event_id`, the queue's own id."""
        own = {str(self.message.message_id), str(self.about)} if self.message else set()
        return frozenset(own | {self.received_message.sqs_message_id})


def parse_dead_letter(received_message: ReceivedMessage, lane: Lane) -> DeadLetter:
    """Reads a letter by its lane's contract."""
    return DeadLetter(received_message=received_message, message=_read(received_message.body, lane))


def _read(body: str, lane: Lane) -> AnyMessage | None:
    try:
        return DECODERS[lane](body)
    except InvalidMessage:
        return None


@dataclass(frozen=True, kw_only=True)
class DeadOrder:
    """An order that failed for the last time."""

    key: OrderKey
    message_id: UUID

    @property
    def names(self) -> frozenset[str]:
        """The words by which it may be picked."""
        return frozenset({str(self.message_id), str(self.key)})


@dataclass(frozen=True, kw_only=True)
class DeadCallback:
    """A callback that failed for the last time."""

    callback: Callback

    @property
    def key(self) -> CallbackKey:
        """Its identity."""
        return CallbackKey(*self.callback.key)

    @property
    def names(self) -> frozenset[str]:
        """The words by which it may be picked."""
        return frozenset({str(payment_message_id(*self.key)), str(self.key)})


@dataclass(frozen=True, kw_only=True)
class DeadGroup:
    """Dead orders of one cause."""

    error: str
    orders: int
    first_failed_at: datetime
    last_failed_at: datetime
    example: OrderKey


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which letters are meant: those of these names, or all."""

    names: frozenset[str] | None = None

    @property
    def sorted_names(self) -> list[str] | None:
        """The names in a fixed order; None for all."""
        return None if self.names is None else sorted(self.names)

    def takes(self, names: AbstractSet[str]) -> bool:
        """Whether something of these names is meant."""
        return self.names is None or not self.names.isdisjoint(names)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """So many letters a second at most; None is as fast as it goes."""

    per_second: float | None = None

    @property
    def portion(self) -> int:
        """Letters to take at once: a second's worth, so that none waits in hand."""
        return (
            DEAD_LETTERS_AT_ONCE if self.per_second is None else max(1, min(DEAD_LETTERS_AT_ONCE, int(self.per_second)))
        )

    def pause_seconds(self, moved: int, elapsed_seconds: float) -> float:
        """How long to wait after that many in that time."""
        return 0.0 if self.per_second is None else max(0.0, moved / self.per_second - elapsed_seconds)
