"""Found orders as JSON."""

from typing_extensions import TypedDict

from esteira.core.http.shapes import IdText
from esteira.core.row_dates import date_text
from esteira.orders.found_order import FoundOrder, FoundState
from esteira.orders.search_orders import FoundOrders


class FoundOrderJson(TypedDict):
    """An order that the target knows. `since`: when it got its state; amounts are text, which is exact."""

    source: str
    id: IdText
    message_id: str
    state: FoundState
    since: str
    attempts: int | None
    reason: str | None
    product: str | None
    price: str | None
    payment_state: str | None


class FoundOrdersJson(TypedDict):
    """A page of orders. `next`: `after` of the next page."""

    orders: list[FoundOrderJson]
    next: str | None


def found_orders_json(found: FoundOrders) -> FoundOrdersJson:
    """Return a page of orders."""
    return {"orders": [_found_json(order) for order in found.orders], "next": found.next}


def _found_json(found: FoundOrder) -> FoundOrderJson:
    return {
        "source": found.order.source,
        "id": str(found.order.source_id),
        "message_id": str(found.message_id),
        "state": found.state,
        "since": date_text(found.since),
        "attempts": found.attempts,
        "reason": found.reason,
        "product": found.product,
        "price": None if found.price is None else format(found.price, "f"),
        "payment_state": found.payment_state.value if found.payment_state else None,
    }
