"""Lists the orders of a source, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from esteira.core.identifiers import Id
from esteira.core.numbers import Whole
from esteira.core.orders import MAX_SOURCE_ID, MIN_SOURCE_ID, Order
from esteira.producer.ports import OrderTable

MAX_LISTED = 500


class ListOrders(BaseModel, frozen=True, extra="forbid"):
    """Up to `limit` orders, with ids above `after` and with this `security_check`, each if it is given."""

    after: Annotated[Whole, Field(ge=MIN_SOURCE_ID, le=MAX_SOURCE_ID)] | None = None
    limit: Whole = Field(default=100, ge=1, le=MAX_LISTED)
    security_check: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ListedOrders:
    """A page of orders. `next` is the `after` of the next page, None on the last one."""

    orders: Sequence[Order]
    next: Id | None


def list_orders(table: OrderTable, query: ListOrders) -> ListedOrders:
    """Return one page of orders, sorted by id."""
    found = table.list_after(query.after, limit=query.limit + 1, security_check=query.security_check)
    orders = found[: query.limit]
    return ListedOrders(orders=orders, next=orders[-1].id if len(found) > query.limit else None)
