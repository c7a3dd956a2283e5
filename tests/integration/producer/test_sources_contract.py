"""Contracts of `Source` and `OrderTable`: memory and Postgres in both cursor modes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from esteira.core.errors import SourceUnavailable
from esteira.core.orders import OrderPayload
from esteira.core.postgres.database import Database
from esteira.producer.cursor import START
from esteira.producer.memory import MemorySource
from esteira.producer.page import PageRow
from esteira.producer.ports import OrderTable, Source
from esteira.producer.postgres.order_table import PostgresOrderTable
from esteira.producer.postgres.sequence_source import SequenceSource
from esteira.producer.postgres.xid_source import XidSource
from pydantic import SecretStr

PRECISE = OrderPayload(
    product="Pão de queijo", price=Decimal("123456789012345678901234567890.000000000000001"), security_check=False
)
"""An order whose price a 64-bit float cannot represent."""


@dataclass(frozen=True)
class SourcesSetup:
    """A source and its table."""

    source: Source
    table: OrderTable

    def fill(self, count: int) -> None:
        self.table.fill(count, false_share=0.2, seed=1)


@pytest.fixture(params=["memory", "xid", "sequence"])
def setup(request: pytest.FixtureRequest, migrated_source: Callable[[], str]) -> Iterator[SourcesSetup]:
    if request.param == "memory":
        memory = MemorySource()
        yield SourcesSetup(memory, memory)
        return
    database = Database(SecretStr(migrated_source()), unavailable=SourceUnavailable)
    kind = XidSource if request.param == "xid" else SequenceSource
    yield SourcesSetup(kind("source1", database), PostgresOrderTable("source1", database))
    database.close()


def walk(source: Source, *, limit: int) -> list[list[PageRow]]:
    """Return all pages from the start."""
    source.inspect()
    pages, after = [], START
    while page := source.read_page(after, limit=limit, timeout_seconds=5):
        pages.append(list(page))
        after = page[-1].position
    return pages


def ids(pages: list[list[PageRow]]) -> list[int]:
    return [row.order.id for page in pages for row in page]


def test_a_source_is_read_page_by_page_and_each_row_once(setup: SourcesSetup) -> None:
    setup.fill(25)

    pages = walk(setup.source, limit=10)

    assert [len(page) for page in pages] == [10, 10, 5]
    assert ids(pages) == list(range(1, 26))


def test_positions_only_grow_and_stay_below_the_limit(setup: SourcesSetup) -> None:
    setup.fill(5)
    setup.fill(5)

    positions = [row.position for page in walk(setup.source, limit=3) for row in page]

    assert positions == sorted(set(positions))
    assert positions[-1] < setup.source.inspect().limit


def test_an_epoch_does_not_change_with_new_rows(setup: SourcesSetup) -> None:
    before = setup.source.inspect().epoch
    setup.fill(5)

    assert setup.source.inspect().epoch == before


def test_unread_and_total_rows_are_counted(setup: SourcesSetup) -> None:
    setup.fill(10)
    fourth = walk(setup.source, limit=10)[0][3].position

    measure = setup.source.measure(fourth)

    assert (measure.unread_rows, measure.total_rows) == (6, 10)


def test_orders_are_read_as_they_were_written(setup: SourcesSetup) -> None:
    setup.table.load([PRECISE])

    order = walk(setup.source, limit=10)[0][0].order

    assert (order.product, order.price, order.security_check) == (
        PRECISE.product,
        PRECISE.price,
        PRECISE.security_check,
    )


def test_a_failed_load_is_rolled_back(setup: SourcesSetup) -> None:
    def failing_payloads() -> Iterator[OrderPayload]:
        yield PRECISE
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        setup.table.load(failing_payloads())

    assert setup.table.list_after(0, limit=10, security_check=None) == []


def test_a_filled_source_has_its_share_of_orders_that_fail(setup: SourcesSetup) -> None:
    filled = setup.table.fill(2000, false_share=0.2, seed=5)

    failing = setup.table.list_after(0, limit=2000, security_check=False)

    assert (filled.count, filled.last_id - filled.first_id) == (2000, 1999)
    assert 320 < len(failing) < 480


def test_generated_orders_are_plausible(setup: SourcesSetup) -> None:
    setup.fill(200)

    orders = setup.table.list_after(0, limit=200, security_check=None)

    assert all(order.product and order.price > 0 and order.price == round(order.price, 2) for order in orders)
    assert len({order.product for order in orders}) > 10


def test_equal_seeds_make_equal_orders(setup: SourcesSetup) -> None:
    for seed in (7, 7, 8):
        setup.table.fill(20, false_share=0.5, seed=seed)

    orders = setup.table.list_after(0, limit=60, security_check=None)
    first, second, other = ([(o.product, o.price, o.security_check) for o in orders[i : i + 20]] for i in (0, 20, 40))

    assert first == second != other


def test_orders_are_listed_by_id_after_an_id(setup: SourcesSetup) -> None:
    setup.fill(30)

    assert [order.id for order in setup.table.list_after(7, limit=3, security_check=None)] == [8, 9, 10]
