"""Callbacks: the notification that a provider sends about a payment, and the record that is stored of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from esteira.core.messages import MAX_RECEIVES, PaymentMessage, SourceId, payment_message_id
from esteira.core.moments import Moment
from esteira.core.names import ON_ONE_LINE, SourceName
from esteira.core.numbers import exact, plain_zero
from esteira.core.payments import PaymentState, State
from esteira.core.row_dates import RowDate, nearest_date

MAX_BODY_BYTES = 64 * 1024

RETENTION = timedelta(days=4)
"""Retention of messages on the lane `payments`. A test compares it with the template. No copy lives longer."""

EventId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=ON_ONE_LINE)]
"""The provider's identifier of an event: any text without control characters."""

NotifiedAmount = Annotated[
    Decimal,
    Field(ge=0, max_digits=38, decimal_places=18, allow_inf_nan=False),
    BeforeValidator(exact),
    AfterValidator(plain_zero),
]
"""Not negative, with at most 20 digits before the point and 18 after it."""

Key = tuple[str, str]
"""Provider and event id."""


class Notification(BaseModel, frozen=True, extra="forbid", strict=True):
    """The body of `POST /callbacks/{provider}`."""

    event_id: EventId
    source: SourceName
    source_id: SourceId
    state: State
    amount: NotifiedAmount
    occurred_at: Moment = Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(9999, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, kw_only=True)
class Callback:
    """One event of one provider. Received again with the same contents, it is the same callback."""

    provider: str
    event_id: str
    source: str
    source_id: int
    state: PaymentState
    amount: Decimal
    occurred_at: RowDate

    @property
    def key(self) -> Key:
        """Return the primary key."""
        return self.provider, self.event_id


class Reception(StrEnum):
    """The result of storing a callback."""

    NEW = "new"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    """The event is stored with other contents."""


class CallbackState(StrEnum):
    """Filter of a list of callbacks. Dead callbacks are unprocessed too; only a redrive sends them again."""

    UNPROCESSED = "unprocessed"
    DEAD = "dead"
    PROCESSED = "processed"


@dataclass(frozen=True, kw_only=True)
class KeptCallback:
    """A callback with its processing state. `attempt` and `error` are of the last failed attempt, or 0 and None."""

    callback: Callback
    received_at: datetime
    processed_at: datetime | None = None
    attempt: int = 0
    error: str | None = None

    @property
    def state(self) -> CallbackState:
        """Return the most specific state."""
        if self.processed_at:
            return CallbackState.PROCESSED
        return CallbackState.DEAD if self.attempt >= MAX_RECEIVES else CallbackState.UNPROCESSED


def callback_of(provider: str, notification: Notification) -> Callback:
    """Return the callback that is stored for a notification."""
    return Callback(
        provider=provider,
        event_id=notification.event_id,
        source=notification.source,
        source_id=notification.source_id,
        state=notification.state,
        amount=notification.amount,
        occurred_at=notification.occurred_at,
    )


def message_of(callback: Callback, *, read_at: datetime) -> PaymentMessage:
    """Return the callback's message for the lane `payments`."""
    return PaymentMessage(
        message_id=payment_message_id(*callback.key),
        source=callback.source,
        source_id=callback.source_id,
        read_at=read_at,
        provider=callback.provider,
        event_id=callback.event_id,
        state=callback.state,
        amount=callback.amount,
        occurred_at=nearest_date(callback.occurred_at),
    )


def resend_wait(first: timedelta, copies: int) -> timedelta:
    """Return the time without activity after which all copies of a message count as lost.

    It is `first` for one copy, doubles with each further copy up to `RETENTION`, and is 0 without a copy.
    """
    return min(RETENTION, first * 2 ** min(copies - 1, 20)) if copies > 0 else timedelta(0)
