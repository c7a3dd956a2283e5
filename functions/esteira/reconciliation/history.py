"""The history of one message: its attempts in order, why some are missing, and where its order or callback is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from esteira.callbacks.callback import CallbackState, KeptCallback
from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.messages import MAX_RECEIVES
from esteira.core.orders import OrderKey
from esteira.core.row_dates import RowDate
from esteira.reconciliation.dead_letters import CallbackKey

OrderState = Literal["not_read", "moving", "retrying", "dead", "conflict", "rejected", "persisted"]


@dataclass(frozen=True, kw_only=True)
class OrderLocation:
    """The state of an order, since when, after how many attempts, and the reason if it is not persisted."""

    order: OrderKey
    state: OrderState
    attempts: int | None = None
    since: RowDate | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class CallbackLocation:
    """The state of a callback, since when, after how many failed attempts, and the last error."""

    callback: CallbackKey
    state: CallbackState
    attempts: int
    since: RowDate
    reason: str | None


Location = OrderLocation | CallbackLocation


def callback_location(kept: KeptCallback) -> CallbackLocation:
    """Return the state of a stored callback: since it was processed, or else since it was received."""
    return CallbackLocation(
        callback=CallbackKey(*kept.callback.key),
        state=kept.state,
        attempts=kept.attempt,
        since=kept.processed_at or kept.received_at,
        reason=kept.error,
    )


def failed_state(attempt: int) -> OrderState:
    """Return the state of an order after this failed attempt."""
    return "dead" if attempt >= MAX_RECEIVES else "retrying"


@dataclass(frozen=True, kw_only=True)
class PastAttempt:
    """An attempt, and the time since the attempt before it ended; None for the first."""

    document: AttemptDocument
    gap_seconds: float | None


class Cause(StrEnum):
    """Why attempts are missing."""

    LOG_UNAVAILABLE = "log_unavailable"
    """MongoDB does not answer; attempts that it holds are not shown."""
    SOURCE_UNREAD = "source_unread"
    """The target does not know the order, and its source cannot be read."""
    REJECTED = "rejected"
    """The order never became a message."""
    NOT_PUBLISHED = "not_published"
    """The producer has not read the order yet."""
    NOT_TRIED = "not_tried"
    """It is published or received, and no consumer has tried it yet."""
    EXPIRED = "expired"
    """The last attempt is older than the lifetime of attempts."""
    NOT_RECORDED = "not_recorded"
    """There should be attempts, but the attempt log holds none."""


@dataclass(frozen=True, kw_only=True)
class MissingAttempts:
    """The cause, and a sentence for people."""

    cause: Cause
    sentence: str


@dataclass(frozen=True, kw_only=True)
class History:
    """All attempts of a message that have not expired, oldest first.

    `missing` says why there are none, or that some may be missing. At most one location is known: that of the order of
    an order message, or that of the callback of a payment message.
    """

    message_id: str
    attempts: Sequence[PastAttempt]
    order_location: OrderLocation | None = None
    callback_location: CallbackLocation | None = None
    missing: MissingAttempts | None = None

    @property
    def location(self) -> Location | None:
        """Where the order or the callback is."""
        return self.order_location or self.callback_location


def in_order(documents: Iterable[AttemptDocument]) -> list[PastAttempt]:
    """Return the attempts in the order in which they ended. A document found in two logs counts once."""
    by_id: Mapping[str, AttemptDocument] = {document["_id"]: document for document in documents}
    ordered = sorted(by_id.values(), key=lambda document: (document["processed_at"], document["attempt"]))
    ends = [None, *(document["processed_at"] for document in ordered)]
    return [
        PastAttempt(
            document=document, gap_seconds=(document["processed_at"] - before).total_seconds() if before else None
        )
        for document, before in zip(ordered, ends, strict=False)
    ]
