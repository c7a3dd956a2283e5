"""The history of one message: every attempt in order, and where its order is now."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.core.orders import MAX_SOURCE_ID, OrderKey

OrderState = Literal["not_read", "moving", "retrying", "dead", "rejected", "persisted"]

_ORDER_ADDRESS = re.compile(r"(?P<source>[a-z][a-z0-9_-]{0,30}):(?P<id>[1-9][0-9]{0,18})")


@dataclass(frozen=True, kw_only=True)
class Address:
    """What was asked for: a message, and the order that it brings where that is known."""

    message_id: str
    order: OrderKey | None = None

    @classmethod
    def of(cls, text: str) -> "Address":
        """A message id, or an order as `source:id`."""
        match = _ORDER_ADDRESS.fullmatch(text)
        if not match or int(match["id"]) > MAX_SOURCE_ID:
            return cls(message_id=text)
        order = OrderKey(match["source"], int(match["id"]))
        return cls(message_id=str(order_message_id(*order)), order=order)


@dataclass(frozen=True, kw_only=True)
class OrderLocation:
    """The state of an order, since when, after how many attempts, and why if it did not arrive."""

    order: OrderKey
    state: OrderState
    attempts: int | None = None
    since: datetime | None = None
    reason: str | None = None


def failed_state(attempt: int) -> OrderState:
    """The state of an order that failed so often."""
    return "dead" if attempt >= MAX_RECEIVES else "retrying"


@dataclass(frozen=True, kw_only=True)
class PastAttempt:
    """An attempt, and how long after the one before it ended."""

    document: AttemptDocument
    gap_seconds: float | None


@dataclass(frozen=True, kw_only=True)
class History:
    """All attempts of a message that are still kept, oldest first. `whereabouts` is None where it brings no order."""

    message_id: str
    attempts: Sequence[PastAttempt]
    order_location: OrderLocation | None


def in_order(documents: Iterable[AttemptDocument]) -> list[PastAttempt]:
    """The attempts as they happened. A document that lies in two places counts once."""
    once: Mapping[str, AttemptDocument] = {document["_id"]: document for document in documents}
    ordered = sorted(once.values(), key=lambda document: (document["processed_at"], document["attempt"]))
    ends = [None, *(document["processed_at"] for document in ordered)]
    return [
        PastAttempt(
            document=document, gap_seconds=(document["processed_at"] - before).total_seconds() if before else None
        )
        for document, before in zip(ordered, ends, strict=False)
    ]
