"""The contract of all lanes: the fields of a message body, and the message id, which is the same for all attempts."""

from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID, uuid5

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import InvalidMessage
from esteira.core.moments import Moment
from esteira.core.names import SourceName
from esteira.core.numbers import StorableAmount, Whole
from esteira.core.orders import MAX_SOURCE_ID, OrderPayload, StorableText
from esteira.core.payments import State

MAX_RECEIVES = 5
"""Receives before a message becomes a dead letter: the queues' maxReceiveCount (a test compares the two)."""

_NAMESPACE = UUID("7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60")
_UUID_CHARACTERS = 36

SourceId = Annotated[Whole, Field(ge=1, le=MAX_SOURCE_ID)]


def _message_id(value: Any) -> Any:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == _UUID_CHARACTERS else value
    except ValueError:
        return value


MessageId = Annotated[UUID, BeforeValidator(_message_id)]
"""A message id or its text with hyphens."""


def order_message_id(source: str, source_id: int) -> UUID:
    """Return the message id of an order. It is the same however often the order is sent or received."""
    return uuid5(_NAMESPACE, f"order:{source}:{source_id}")


def payment_message_id(provider: str, event_id: str) -> UUID:
    """Return the message id of a callback."""
    return uuid5(_NAMESPACE, f"payment:{provider}:{event_id}")


class _Message(BaseModel, frozen=True, extra="forbid", strict=True):
    message_id: MessageId
    source: SourceName
    source_id: SourceId
    read_at: Moment


class OrderMessage(_Message, populate_by_name=True):
    """One order on the lane `orders`.

    `attempts_needed` simulates trouble: the first attempt that succeeds, 1 to 5. With 6 no attempt succeeds.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    attempts_needed: int = Field(ge=1, le=MAX_RECEIVES + 1)
    payload: OrderPayload
    payload_hash: str

    @model_validator(mode="after")
    def _is_consistent(self) -> "OrderMessage":
        if self.message_id != order_message_id(self.source, self.source_id):
            raise ValueError("message_id does not belong to this source and source_id")
        if self.payload_hash != self.payload.fingerprint():
            raise ValueError("payload_hash does not belong to this payload")
        return self


class PaymentMessage(_Message, populate_by_name=True):
    """One callback of a payment provider on the lane `payments`."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    provider: SourceName
    event_id: StorableText = Field(min_length=1, max_length=200)
    state: State
    amount: StorableAmount
    occurred_at: Moment

    @model_validator(mode="after")
    def _is_consistent(self) -> "PaymentMessage":
        if self.message_id != payment_message_id(self.provider, self.event_id):
            raise ValueError("message_id does not belong to this provider and event_id")
        return self


AnyMessage = OrderMessage | PaymentMessage
M = TypeVar("M", OrderMessage, PaymentMessage)


def encode(message: AnyMessage) -> str:
    """Return the message as a queue body.

    JSON leaves U+FFFE and U+FFFF as they are, but SQS rejects a message that contains one, together with its whole
    batch. They occur only inside JSON strings, so every occurrence can be replaced by its escape sequence.
    """
    return message.model_dump_json(by_alias=True).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def decode(model: type[M], body: str) -> M:
    """Return the message in a body. Raises `InvalidMessage` naming each invalid field, never its value."""
    try:
        return validated(body, model)
    except InvalidFields as error:
        raise InvalidMessage(str(error)) from None
