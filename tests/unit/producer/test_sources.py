"""Filling, listing, loading and showing a source."""

from decimal import Decimal

import pytest
from esteira.core.orders import OrderPayload
from esteira.producer.list_orders import ListOrders, list_orders
from esteira.producer.load_orders import BadLine, NotLoaded, load_orders
from esteira.producer.memory import MemorySource
from esteira.producer.show_source import show_source

from tests.fixtures.publish_deps import GOOD, PublishFixture

ORDER = OrderPayload(product="Cup", price=Decimal("3.20"), security_check=True)
BAD = BadLine(number=3, reason="price: not a number")


def test_orders_are_listed_page_by_page() -> None:
    source = MemorySource()
    source.add(*[GOOD] * 5)

    first = list_orders(source, ListOrders(limit=3))
    last = list_orders(source, ListOrders(after=first.next or 0, limit=3))

    assert [order.id for order in first.orders] == [1, 2, 3]
    assert ([order.id for order in last.orders], last.next) == ([4, 5], None)


def test_a_list_can_be_filtered_by_security_check() -> None:
    source = MemorySource()
    source.add(GOOD, ("Cup", Decimal(1), False), GOOD)

    found = list_orders(source, ListOrders(security_check=False))

    assert [order.id for order in found.orders] == [2]


def test_bad_lines_are_skipped_and_reported() -> None:
    source = MemorySource()

    loaded = load_orders(source, [ORDER, BAD, ORDER], strict=False)

    assert (loaded.count, len(source.rows), loaded.bad.reported) == (2, 2, [BAD])


def test_a_strict_load_with_a_bad_line_loads_nothing() -> None:
    source = MemorySource()

    with pytest.raises(NotLoaded) as caught:
        load_orders(source, [ORDER, BAD, ORDER, BAD], strict=True)

    assert (source.rows, caught.value.bad.count) == ([], 2)


def test_the_lag_is_the_number_of_unread_rows() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 3)
    fixture.publish()
    fixture.source.add(*[GOOD] * 4)

    status = show_source(fixture.deps())

    assert (status.lag_rows, status.total_rows) == (4, 7)
    assert status.cursor == status.checkpoint == status.resumes_at


def test_the_lag_is_counted_from_the_checkpoint_while_redis_is_empty() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 3)
    fixture.publish()
    fixture.cursors.flush()

    status = show_source(fixture.deps())

    assert (status.cursor, status.lag_rows) == (None, 0)
