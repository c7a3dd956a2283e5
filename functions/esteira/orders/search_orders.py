"""Searches the orders that the target knows, page by page, the newest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from esteira.core.errors import Unprocessable
from esteira.core.moments import Moment, moment
from esteira.core.names import SourceName
from esteira.core.numbers import Whole, whole_number
from esteira.core.orders import MAX_SOURCE_ID, MIN_SOURCE_ID
from esteira.core.row_dates import RowDate, date_text
from esteira.orders.found_order import FOUND_STATES, FoundOrder, FoundState, OrderFilter, Place
from esteira.orders.ports import OrderSearch

MOST_FOUND = 200

_PLACE = re.compile(r"(?P<since>[^/]{1,60})/(?P<source>[^/:]{1,100}):(?P<id>-?[0-9]{1,19})")


class SearchOrders(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /orders`: `after` is `next` of the page before, `since` and `until` are of the state."""

    source: SourceName | None = None
    id: Annotated[Whole, Field(ge=MIN_SOURCE_ID, le=MAX_SOURCE_ID)] | None = None
    message_id: UUID | None = None
    state: FoundState | None = None
    since: Moment | None = None
    until: Moment | None = None
    after: Annotated[str, Field(max_length=200)] | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_FOUND)] = 50


@dataclass(frozen=True, kw_only=True)
class FoundOrders:
    """A page of orders. `next` is the `after` of the next page, None on the last one."""

    orders: Sequence[FoundOrder]
    next: str | None


def search_orders(search: OrderSearch, query: SearchOrders) -> FoundOrders:
    """Return a page of the orders in the target. Raises `Unprocessable` and `TargetUnavailable`.

    An order that was rejected has no message, and is found by source and id only; one that never failed and is still
    under way is not in the target: its story says where it is.
    """
    found = search.page(_filter(query))
    orders = found[: query.limit]
    return FoundOrders(orders=orders, next=place_text(orders[-1].place) if len(found) > query.limit else None)


def place_text(place: Place) -> str:
    """Return what `after` must be for the orders after this place."""
    return f"{date_text(place.since).replace('+00:00', 'Z')}/{place.source}:{place.source_id}"


def _filter(query: SearchOrders) -> OrderFilter:
    return OrderFilter(
        states=(query.state,) if query.state else FOUND_STATES,
        source=query.source,
        source_id=query.id,
        message_id=query.message_id,
        since=query.since,
        until=query.until,
        before=_place(query.after) if query.after else None,
        limit=query.limit + 1,
    )


def _place(after: str) -> Place:
    match = _PLACE.fullmatch(after)
    source_id = whole_number(match["id"]) if match else None
    if match is None or source_id is None or not MIN_SOURCE_ID <= source_id <= MAX_SOURCE_ID:
        raise Unprocessable("(after: is not TIME/SOURCE:ID, as the page before gives it as `next`)")
    return Place(_since(match["since"]), source_id, match["source"])


def _since(text: str) -> RowDate:
    if text in ("infinity", "-infinity"):
        return text
    try:
        return moment(text)  # type: ignore[no-any-return]
    except ValueError as error:
        raise Unprocessable(f"(after: its time {error})") from None
