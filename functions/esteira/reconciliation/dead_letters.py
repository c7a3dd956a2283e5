"""Dead letters: what they carry, which ones a redrive selects, and at which rate it sends them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, assert_never
from uuid import UUID

from esteira.callbacks.callback import Callback
from esteira.core.errors import InvalidMessage
from esteira.core.messages import (
    MESSAGES,
    AnyMessage,
    LookupMessage,
    OrderMessage,
    PaymentMessage,
    decode,
    payment_message_id,
)
from esteira.core.names import Lane
from esteira.core.orders import OrderKey
from esteira.core.queue.received_message import ReceivedMessage, body_hash

DEAD_LETTERS_AT_ONCE = 100
"""Dead letters redriven together: few enough to be deleted before their visibility timeout expires."""


class CallbackKey(NamedTuple):
    """The key of a callback: the provider, and the event's id there."""

    provider: str
    event_id: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.event_id}"


class DoorbellKey(NamedTuple):
    """The key of a task of a look-up: the id of the message that carries it."""

    doorbell: UUID

    def __str__(self) -> str:
        return f"lookup:{self.doorbell}"


MessageKey = OrderKey | CallbackKey | DoorbellKey


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message in a dead-letter queue. `message` is None if the body is no valid message of the lane (unparseable)."""

    received_message: ReceivedMessage
    message: AnyMessage | None

    @property
    def order_key(self) -> OrderKey | None:
        """The key of the order in it; None if it carries no order."""
        if not isinstance(self.message, OrderMessage):
            return None
        return OrderKey(self.message.source, self.message.source_id)

    @property
    def callback_key(self) -> CallbackKey | None:
        """The key of the callback in it; None if it carries no callback."""
        if not isinstance(self.message, PaymentMessage):
            return None
        return CallbackKey(self.message.provider, self.message.event_id)

    @property
    def doorbell_key(self) -> DoorbellKey | None:
        """The key of the task in it; None if it carries none."""
        return DoorbellKey(self.message.message_id) if isinstance(self.message, LookupMessage) else None

    @property
    def key(self) -> MessageKey | None:
        """The key of what it carries; None if it is unparseable."""
        match self.message:
            case OrderMessage():
                return self.order_key
            case PaymentMessage():
                return self.callback_key
            case LookupMessage():
                return self.doorbell_key
            case None:
                return None
            case message:
                assert_never(message)

    @property
    def identity(self) -> str:
        """A value that all copies of one message share: the id of an order with the hash of its contents, the id of a
        callback or of a task's message, or the hash of an unparseable body.
        """
        match self.message:
            case OrderMessage():
                return f"{self.message.message_id}:{self.message.payload_hash}"
            case None:
                return body_hash(self.received_message.body)
            case message:
                return str(message.message_id)

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that select it: message id, `source:id`, `provider:event_id` or `lookup:message_id`, SQS id,
        `sqs:` and it.
        """
        own = {str(self.message.message_id), str(self.key)} if self.message else set()
        sqs_id = self.received_message.sqs_message_id
        return frozenset(own | {sqs_id, f"sqs:{sqs_id}"})


def parse_dead_letter(received_message: ReceivedMessage, lane: Lane) -> DeadLetter:
    """Parse a received message as the lane's message type. Never raises: `message` is None if the body is invalid."""
    return DeadLetter(received_message=received_message, message=_parse(received_message.body, lane))


def _parse(body: str, lane: Lane) -> AnyMessage | None:
    try:
        return decode(MESSAGES[lane], body)
    except InvalidMessage:
        return None


@dataclass(frozen=True, kw_only=True)
class DeadOrder:
    """An order that used up its attempts."""

    key: OrderKey
    message_id: UUID

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that select it: message id and key."""
        return frozenset({str(self.message_id), str(self.key)})


@dataclass(frozen=True, kw_only=True)
class DeadCallback:
    """A callback that used up its attempts."""

    callback: Callback

    @property
    def key(self) -> CallbackKey:
        """The key of the callback."""
        return CallbackKey(*self.callback.key)

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that select it: message id and key."""
        return frozenset({str(payment_message_id(*self.key)), str(self.key)})


@dataclass(frozen=True, kw_only=True)
class DeadTask:
    """A task of a look-up that used up its attempts."""

    id: UUID
    lookup_id: UUID
    doorbell: UUID

    @property
    def key(self) -> DoorbellKey:
        """The key of the task."""
        return DoorbellKey(self.doorbell)

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that select it: message id and key, and the ids of the task and its look-up."""
        return frozenset({str(self.doorbell), str(self.key), str(self.id), str(self.lookup_id)})


@dataclass(frozen=True, kw_only=True)
class DeadGroup:
    """Dead orders, callbacks or look-ups with the same error. `orders` is their number."""

    error: str
    orders: int
    first_failed_at: datetime
    last_failed_at: datetime
    example: MessageKey


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The dead letters that a redrive sends: those with one of these identifiers, or all if None."""

    identifiers: frozenset[str] | None = None

    @property
    def sorted_identifiers(self) -> list[str] | None:
        """The identifiers in a fixed order; None for all."""
        return None if self.identifiers is None else sorted(self.identifiers)

    def is_exhausted_by(self, matched: AbstractSet[str]) -> bool:
        """Return whether it names single letters only, and all of them were found. Any other may match more."""
        names = self.identifiers or frozenset()
        return bool(names) and names <= matched and all(name.startswith("sqs:") for name in names)

    def matches(self, identifiers: AbstractSet[str]) -> bool:
        """Return whether it selects something that has these identifiers."""
        return self.identifiers is None or not self.identifiers.isdisjoint(identifiers)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The maximum rate of a redrive in messages per second; None is unlimited."""

    per_second: float | None = None

    @property
    def batch_size(self) -> int:
        """Dead letters to receive at once: at most those of one second, so that none waits while it is received."""
        return (
            DEAD_LETTERS_AT_ONCE if self.per_second is None else max(1, min(DEAD_LETTERS_AT_ONCE, int(self.per_second)))
        )

    def pause_seconds(self, moved: int, elapsed_seconds: float) -> float:
        """Return how long to wait after `moved` messages in `elapsed_seconds`, so that the rate is kept."""
        return 0.0 if self.per_second is None else max(0.0, moved / self.per_second - elapsed_seconds)
