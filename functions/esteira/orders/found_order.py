"""An order as a search finds it, what is searched for, and the place of a row among all that are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple, get_args
from uuid import UUID

from esteira.core.messages import order_message_id
from esteira.core.orders import OrderKey
from esteira.core.payments import PaymentState
from esteira.core.row_dates import RowDate

FoundState = Literal["persisted", "conflict", "rejected", "retrying", "dead"]
"""A state of an order that the target knows. Whoever is still under way for the first time is in none."""

FOUND_STATES: tuple[FoundState, ...] = get_args(FoundState)


class Place(NamedTuple):
    """The place of a row: its time, its id and its source. The newest row comes first."""

    since: RowDate
    source_id: int
    source: str


@dataclass(frozen=True, kw_only=True)
class FoundOrder:
    """An order that the target knows. `since` is when it got its state; `reason` is missing of a persisted one.

    `attempts` is None if it was rejected; product, price and payment are those of the target's row, if it has one.
    """

    order: OrderKey
    state: FoundState
    since: RowDate
    attempts: int | None = None
    reason: str | None = None
    product: str | None = None
    price: Decimal | None = None
    payment_state: PaymentState | None = None

    @property
    def message_id(self) -> UUID:
        """The id of the message that carries it."""
        return order_message_id(*self.order)

    @property
    def place(self) -> Place:
        """Its place among all orders."""
        return Place(self.since, self.order.source_id, self.order.source)


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What is searched for; None and all states do not restrict. `since` and `until` belong to the range.

    `before`: the place of the last row of the page before.
    """

    states: Sequence[FoundState] = FOUND_STATES
    source: str | None = None
    source_id: int | None = None
    message_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: Place | None = None
    limit: int = 50

    @property
    def names_one_order(self) -> bool:
        """Whether an id is given, so that at most one order of each source is found."""
        return self.source_id is not None or self.message_id is not None
