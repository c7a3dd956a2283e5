"""The whole story of one order: its row in the source, every attempt, letters, redrives, callbacks, its target row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.identifiers import Id
from esteira.core.orders import fingerprint
from esteira.core.payments import PaymentState
from esteira.core.row_dates import RowDate, row_date
from esteira.reconciliation.history import OrderState

StoryDate = Annotated[RowDate, BeforeValidator(lambda value: row_date(value) if isinstance(value, str) else value)]
"""A date of a row, also where Python has no such date."""

Amount = Annotated[Decimal, Field(allow_inf_nan=True)]
"""A number of a row: a source may hold NaN."""

Published = Literal["not_read", "handed_over", "rejected"]
"""What the producer did with the row."""


@dataclass(frozen=True, kw_only=True)
class SourceOrder:
    """The row in the source. Nothing of it is checked, and what a source lacks is None."""

    product: str | None
    price: Amount | None
    security_check: bool | None
    created_at: StoryDate | None


@dataclass(frozen=True, kw_only=True)
class StoryAttempt:
    """An attempt. `read_at`: when the row was read for this copy; `gap_seconds`: since the attempt before ended."""

    attempt: int
    status: str
    ended_at: datetime
    gap_seconds: float | None = None
    error_kind: str | None = None
    error: str | None = None
    sqs_message_id: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message that used up its attempts, or (`conflict`) that the target has with other contents, with its body."""

    kind: Literal["dead", "conflict"]
    since: StoryDate
    attempt: int
    error: str
    body: str | None = None


@dataclass(frozen=True, kw_only=True)
class Redrive:
    """A redrive that took this order's letter, if there was one: `named` if it was selected, else all letters were."""

    id: Id
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    ending: str | None
    named: bool
    moved: int
    """Letters that it sent back, of all orders."""


@dataclass(frozen=True, kw_only=True)
class StoryCallback:
    """A payment callback of this order. `error` is that of the last failed attempt."""

    provider: str
    event_id: str
    state: PaymentState
    amount: Amount
    occurred_at: StoryDate
    received_at: datetime
    processed_at: datetime | None
    error: str | None
    attempts: tuple[StoryAttempt, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TargetOrder:
    """The row in the target."""

    product: str
    price: Amount
    security_check: bool
    attempts: int
    payload_hash: str
    processed_at: StoryDate
    payment_state: PaymentState | None = None
    payment_changed_at: StoryDate | None = None


@dataclass(frozen=True, kw_only=True)
class Unread:
    """What could not be read, and why: the story lacks what it holds."""

    store: Literal["source", "attempt_log"]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """The story of one order, as it was at `told_at`. `missing`: why there are no attempts."""

    source: str
    id: Id
    message_id: str
    told_at: datetime
    state: OrderState | None
    since: StoryDate | None = None
    reason: str | None = None
    published: Published
    source_row: SourceOrder | None = None
    attempts: tuple[StoryAttempt, ...] = ()
    letters: tuple[Letter, ...] = ()
    redrives: tuple[Redrive, ...] = ()
    callbacks: tuple[StoryCallback, ...] = ()
    more_callbacks: bool = False
    target_row: TargetOrder | None = None
    missing: str | None = None
    unread: tuple[Unread, ...] = ()

    @property
    def agrees(self) -> bool | None:
        """Whether source and target hold the same order; None if one of them has no row."""
        if self.source_row is None or self.target_row is None:
            return None
        row = self.source_row
        if row.product is None or row.price is None or row.security_check is None:
            return False
        return fingerprint(row.product, row.price, row.security_check) == self.target_row.payload_hash

    @property
    def copies(self) -> Sequence[str]:
        """The ids that the queue gave to the copies of its message of which there are attempts, in their order."""
        return list(dict.fromkeys(attempt.sqs_message_id for attempt in self.attempts))


def story_attempt(document: AttemptDocument, gap_seconds: float | None) -> StoryAttempt:
    """Return the attempt in a document of the attempt log."""
    error, origin = document["error"], document["origin"]
    return StoryAttempt(
        attempt=document["attempt"],
        status=document["status"],
        ended_at=document["processed_at"],
        gap_seconds=gap_seconds,
        error_kind=error["kind"] if error else None,
        error=error["sentence"] if error else None,
        sqs_message_id=document["sqs_message_id"],
        read_at=origin["read_at"] if origin else None,
    )
