"""The contract of all lanes: the fields of a message body, and the message id, which is the same for all attempts."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha1
from typing import Annotated, Any, ClassVar, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from typing_extensions import TypedDict

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import InvalidMessage
from esteira.core.moments import Moment
from esteira.core.names import Lane, SourceName
from esteira.core.numbers import StorableAmount, Whole
from esteira.core.orders import MAX_SOURCE_ID, OrderPayload, StorableText
from esteira.core.payments import State

MAX_RECEIVES = 5
"""Receives before a message becomes a dead letter: the queues' maxReceiveCount (a test compares the two)."""

_NAMESPACE = UUID("7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60").bytes
_UNVERSIONED = ~(0xF000 << 64 | 0xC000 << 48)
_VERSION_5 = 5 << 76 | 0x8000 << 48

SourceId = Annotated[Whole, Field(ge=1, le=MAX_SOURCE_ID)]


MessageId = Annotated[UUID, Field(strict=False)]
"""A message id or its text."""


def order_message_id(source: str, source_id: int) -> UUID:
    """Return the message id of an order. It is the same however often the order is sent or received."""
    return _uuid5(_order_name(source, source_id))


def payment_message_id(provider: str, event_id: str) -> UUID:
    """Return the message id of a callback."""
    return _uuid5(_payment_name(provider, event_id))


def _order_name(source: str, source_id: int) -> str:
    return f"order:{source}:{source_id}"


def _payment_name(provider: str, event_id: str) -> str:
    return f"payment:{provider}:{event_id}"


def _uuid5(name: str) -> UUID:
    return UUID(int=_uuid5_number(name))


def _uuid5_number(name: str) -> int:
    """As `uuid.uuid5` in our namespace, as a number: it is compared in each message, where a `UUID` costs three times
    as much.
    """
    digest = sha1(_NAMESPACE + name.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:16]) & _UNVERSIONED | _VERSION_5


class Origin(TypedDict):
    """The origin of a message: the source, its row, and when the row was read."""

    source: str
    source_id: int
    read_at: datetime


class _Message(BaseModel, frozen=True, extra="forbid", strict=True):
    """What all lanes ask of a message. `identity` names the fields by which a target knows it again."""

    identity: ClassVar[tuple[str, ...]]

    @property
    def origin(self) -> Origin | None:
        """The row that it is about; None if it names none."""
        return None

    def logged(self) -> dict[str, Any]:
        """Return what the attempt log shows of it. Amounts are text, which is exact for every reader."""
        return {}


class _MessageOfRow(_Message):
    message_id: MessageId
    source: SourceName
    source_id: SourceId
    read_at: Moment

    @property
    def origin(self) -> Origin:
        return {"source": self.source, "source_id": self.source_id, "read_at": self.read_at}


class OrderMessage(_MessageOfRow, populate_by_name=True):
    """One order on the lane `orders`.

    `attempts_needed` simulates trouble: the first attempt that succeeds, 1 to 5. With 6 no attempt succeeds.
    """

    identity: ClassVar[tuple[str, ...]] = ("source", "source_id")
    schema_version: Literal[1] = Field(default=1, alias="schema")
    attempts_needed: int = Field(ge=1, le=MAX_RECEIVES + 1)
    payload: OrderPayload
    payload_hash: str

    def logged(self) -> dict[str, Any]:
        """See `_Message.logged`."""
        return {
            "product": self.payload.product,
            "price": format(self.payload.price, "f"),
            "security_check": self.payload.security_check,
        }

    @model_validator(mode="after")
    def _is_consistent(self) -> "OrderMessage":
        if self.message_id.int != _uuid5_number(_order_name(self.source, self.source_id)):
            raise ValueError("message_id does not belong to this source and source_id")
        if self.payload_hash != self.payload.fingerprint():
            raise ValueError("payload_hash does not belong to this payload")
        return self


class PaymentMessage(_MessageOfRow, populate_by_name=True):
    """One callback of a payment provider on the lane `payments`."""

    identity: ClassVar[tuple[str, ...]] = ("provider", "event_id")
    schema_version: Literal[1] = Field(default=1, alias="schema")
    provider: SourceName
    event_id: StorableText = Field(min_length=1, max_length=200)
    state: State
    amount: StorableAmount
    occurred_at: Moment

    def logged(self) -> dict[str, Any]:
        """See `_Message.logged`."""
        return {
            "provider": self.provider,
            "event_id": self.event_id,
            "state": self.state.value,
            "amount": format(self.amount, "f"),
            "occurred_at": self.occurred_at.isoformat(),
        }

    @model_validator(mode="after")
    def _is_consistent(self) -> "PaymentMessage":
        if self.message_id.int != _uuid5_number(_payment_name(self.provider, self.event_id)):
            raise ValueError("message_id does not belong to this provider and event_id")
        return self


class LookupMessage(_Message, populate_by_name=True):
    """The doorbell of one task on the lane `lookups`. It names no task: which one it carries is told by the table."""

    identity: ClassVar[tuple[str, ...]] = ("message_id",)
    schema_version: Literal[1] = Field(default=1, alias="schema")
    message_id: MessageId
    read_at: Moment


AnyMessage = OrderMessage | PaymentMessage | LookupMessage
M = TypeVar("M", bound=AnyMessage)

MESSAGES: Mapping[Lane, type[AnyMessage]] = {
    "orders": OrderMessage,
    "payments": PaymentMessage,
    "lookups": LookupMessage,
}
"""The type of the messages of each lane."""


def encode(message: AnyMessage) -> str:
    """Return the message as a queue body.

    JSON leaves U+FFFE and U+FFFF as they are, but SQS rejects a message that contains one, together with its whole
    batch. They occur only inside JSON strings, so every occurrence can be replaced by its escape sequence.
    """
    return message.model_dump_json(by_alias=True).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def decode(model: type[M], body: str) -> M:
    """Return the message in a body. Raises `InvalidMessage` naming each invalid field, never its value."""
    try:
        return validated(body, model, strict=None)
    except InvalidFields as error:
        raise InvalidMessage(str(error)) from None
