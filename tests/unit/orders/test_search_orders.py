"""Searching orders: pages, places and what a query may say."""

import pytest
from esteira.core.errors import Unprocessable
from esteira.orders.memory import MemoryOrderSearch
from esteira.orders.search_orders import SearchOrders, search_orders
from pydantic import ValidationError

from tests.fixtures.found_orders import found


def test_pages_follow_each_other_without_gap_and_repetition() -> None:
    search = MemoryOrderSearch(orders=[found(number, after_noon=number // 3) for number in range(1, 8)])

    ids, after = list[int](), None
    while True:
        page = search_orders(search, SearchOrders(limit=2, after=after))
        ids += [order.order.source_id for order in page.orders]
        if page.next is None:
            break
        after = page.next

    assert ids == [7, 6, 5, 4, 3, 2, 1]


def test_the_last_page_has_no_next() -> None:
    search = MemoryOrderSearch(orders=[found(1), found(2)])

    assert search_orders(search, SearchOrders(limit=2)).next is None


@pytest.mark.parametrize(
    "after", ["", "1", "yesterday/source1:1", "2026-07-01T12:00:00Z/source1:01", "2026-07-01T12:00:00Z/source1"]
)
def test_a_place_that_no_page_gave_is_refused(after: str) -> None:
    query = SearchOrders(after=after or "/")

    with pytest.raises(Unprocessable, match="after"):
        search_orders(MemoryOrderSearch(), query)


@pytest.mark.parametrize("query", [{"id": 2**63}, {"id": "1.0"}, {"state": "moving"}, {"limit": 201}, {"sort": "id"}])
def test_a_query_that_means_nothing_is_refused(query: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SearchOrders.model_validate(query)


def test_an_id_beyond_two_to_the_53rd_is_found_exactly() -> None:
    search = MemoryOrderSearch(orders=[found(2**53), found(2**53 + 1)])

    page = search_orders(search, SearchOrders.model_validate({"id": str(2**53 + 1)}))

    assert [order.order.source_id for order in page.orders] == [2**53 + 1]
