"""The history of one message: its attempts in order, and the state of its order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.core.orders import MAX_SOURCE_ID, OrderKey

OrderState = Literal["not_read", "moving", "retrying", "dead", "conflict", "rejected", "persisted"]

_ORDER_KEY = re.compile(r"(?P<source>[a-z][a-z0-9_-]{0,30}):(?P<id>[1-9][0-9]{0,18})")


@dataclass(frozen=True, kw_only=True)
class MessageReference:
    """Identifies one message: by its id, or by the order in it, if that was given."""

    message_id: str
    order: OrderKey | None = None

    @classmethod
    def parse(cls, text: str) -> "MessageReference":
        """Parse an order as `source:id`; any other text is taken as a message id."""
        match = _ORDER_KEY.fullmatch(text)
        if not match or int(match["id"]) > MAX_SOURCE_ID:
            return cls(message_id=text)
        order = OrderKey(match["source"], int(match["id"]))
        return cls(message_id=str(order_message_id(*order)), order=order)


@dataclass(frozen=True, kw_only=True)
class OrderLocation:
    """The state of an order, since when, after how many attempts, and the reason if it is not persisted."""

    order: OrderKey
    state: OrderState
    attempts: int | None = None
    since: datetime | None = None
    reason: str | None = None


def failed_state(attempt: int) -> OrderState:
    """Return the state of an order after this failed attempt."""
    return "dead" if attempt >= MAX_RECEIVES else "retrying"


@dataclass(frozen=True, kw_only=True)
class PastAttempt:
    """An attempt, and the time since the attempt before it ended; None for the first."""

    document: AttemptDocument
    gap_seconds: float | None


@dataclass(frozen=True, kw_only=True)
class History:
    """All attempts of a message that have not expired, oldest first. `order_location` is None if no order is known."""

    message_id: str
    attempts: Sequence[PastAttempt]
    order_location: OrderLocation | None


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
