"""The page of orders: a search in the target, whose rows lead to the stories."""

from datetime import datetime
from urllib.parse import quote

from esteira.core.decoding import query_from
from esteira.orders.found_order import FOUND_STATES, FoundOrder
from esteira.orders.search_orders import SearchOrders, search_orders

from console.elements.data_table import Column, Row
from console.elements.text import Text
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.orders.deps import OrdersDeps
from console.pages.orders.words import WORDS, OrdersWords
from console.words.words import Words

PATH = "/orders"
FILE_PATH = "/orders/file"
ROWS = 50
REFRESH_SECONDS = 5
GIVEN = ("source", "id", "message_id", "state", "since", "until")
"""The parameters of the address that are those of the search."""

TONES = {"persisted": "normal", "conflict": "alert", "rejected": "alert", "dead": "alert", "retrying": "slow"}


async def orders_page(visit: Visit, _: LiveFeed, deps: OrdersDeps) -> None:
    """Build it. The chosen time range counts unless an id or a time is given in the address."""
    words = WORDS[visit.preferences.language]
    _filters(visit, words, deps)
    panel = _found(visit, words, deps)
    with panel.tools:
        Text(words.open_file, tag="a", role="button").props["href"] = FILE_PATH
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="orders")


def _filters(visit: Visit, words: OrdersWords, deps: OrdersDeps) -> None:
    filters = Filters(visit, PATH)
    filters.choice("source", words.source, [(name, name) for name in deps.sources], anything=words.any_source)
    states = [(state, words.states[state]) for state in FOUND_STATES]
    filters.choice("state", words.state, states, anything=words.any_state)
    filters.fields({"id": words.id_label, "message_id": words.message_id_label}, search=words.search)


def _found(visit: Visit, words: OrdersWords, deps: OrdersDeps) -> PagedTable:
    given = {name: visit.query.get(name) for name in GIVEN}

    def page(after: str | None) -> TablePage:
        since = given["since"] or _since(visit, given)
        found = search_orders(
            deps.search, query_from({**given, "since": since, "after": after, "limit": ROWS}, SearchOrders)
        )
        return TablePage(rows=[order_row(order, words, visit.words) for order in found.orders], after=found.next)

    return PagedTable(visit, words.found, columns(words), page=page, empty=words.none_found)


def _since(visit: Visit, given: dict[str, str | None]) -> datetime | None:
    """Return the beginning of the chosen time range; None for an order that is named."""
    return None if given["id"] or given["message_id"] or given["until"] else visit.since


def columns(words: OrdersWords) -> list[Column]:
    """Return the columns of found orders."""
    return [
        Column(key="order", label=words.order, kind="link"),
        Column(key="state", label=words.state, kind="state"),
        Column(key="since", label=words.since, kind="time"),
        Column(key="attempts", label=words.attempts, kind="number"),
        Column(key="product", label=words.product),
        Column(key="price", label=words.price, kind="exact"),
        Column(key="payment", label=words.payment),
        Column(key="reason", label=words.reason, wide=True),
    ]


def order_row(found: FoundOrder, words: OrdersWords, texts: Words) -> Row:
    """Return a found order, whose name leads to its story."""
    return {
        "key": str(found.order),
        "order": {"text": str(found.order), "href": story_path(str(found.order))},
        "state": {"text": words.states[found.state], "tone": TONES[found.state]},
        "since": found.since,
        "attempts": found.attempts,
        "product": found.product,
        "price": texts.exact(found.price),
        "payment": words.payments[found.payment_state.value] if found.payment_state else None,
        "reason": found.reason,
    }


def story_path(reference: str) -> str:
    """Return the address of a story."""
    return f"{PATH}/{quote(reference, safe=':')}"
