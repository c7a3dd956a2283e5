"""Contract of `OrderSearch`: memory and Postgres."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

import psycopg
import pytest
from esteira.core.orders import MAX_SOURCE_ID
from esteira.core.postgres.database import Database
from esteira.orders.found_order import FoundOrder, OrderFilter
from esteira.orders.memory import MemoryOrderSearch
from esteira.orders.ports import OrderSearch
from esteira.orders.postgres.order_search import PostgresOrderSearch

from tests.fixtures.found_orders import found, minutes

PERSISTED, CONFLICT = found(1), found(2, state="conflict", after_noon=1)
REJECTED = found(3, state="rejected", after_noon=2)
RETRYING, DEAD = found(4, state="retrying", after_noon=3), found(MAX_SOURCE_ID, state="dead", after_noon=4)
ELSEWHERE = found(1, source="source2", after_noon=4)
ALL = (ELSEWHERE, DEAD, RETRYING, REJECTED, CONFLICT, PERSISTED)
"""Of all states and two sources."""


class SearchSetup(Protocol):
    """A target with orders in it."""

    @property
    def search(self) -> OrderSearch: ...

    def keep(self, orders: Iterable[FoundOrder]) -> None:
        """Add orders."""


class MemorySearchSetup:
    def __init__(self) -> None:
        self.search = MemoryOrderSearch()

    def keep(self, orders: Iterable[FoundOrder]) -> None:
        self.search.orders += orders


ORDER = (
    b"INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash,"
    b" processed_at) VALUES (%(source)s, %(id)s, 'chair', 10.50, true, 1, %(message_id)s, 'this', %(since)s)"
)
CONFLICTING = (
    b"INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error, failed_at)"
    b" VALUES (%(source)s, %(id)s, 'other', %(message_id)s, '{}', 5, 'no luck', %(since)s)"
)
FAILED = (
    b"INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)"
    b" VALUES (%(source)s, %(id)s, %(message_id)s, %(attempts)s, 'no luck', %(since)s)"
)
REFUSED = (
    b"INSERT INTO producer_rejects (source, source_id, reason, rejected_at)"
    b" VALUES (%(source)s, %(id)s, 'no luck', %(since)s)"
)
INSERTS = {
    "persisted": (ORDER,),
    "conflict": (ORDER, CONFLICTING),
    "rejected": (REFUSED,),
    "retrying": (FAILED,),
    "dead": (FAILED,),
}


class PostgresSearchSetup:
    def __init__(self, dsn: str, database: Database) -> None:
        self._dsn = dsn
        self.search = PostgresOrderSearch(database)

    def keep(self, orders: Iterable[FoundOrder]) -> None:
        with psycopg.connect(self._dsn) as connection:
            for order in orders:
                for insert in INSERTS[order.state]:
                    connection.execute(insert, _values(order))


def _values(order: FoundOrder) -> dict[str, object]:
    return {
        "source": order.order.source,
        "id": order.order.source_id,
        "message_id": order.message_id,
        "since": order.since,
        "attempts": order.attempts,
    }


@pytest.fixture(params=["memory", "postgres"])
def setup(request: pytest.FixtureRequest) -> SearchSetup:
    made: SearchSetup
    if request.param == "memory":
        made = MemorySearchSetup()
    else:
        dsn, database = request.getfixturevalue("target_dsn"), request.getfixturevalue("target_database")
        made = PostgresSearchSetup(dsn, database)
    made.keep(ALL)
    return made


def test_all_orders_are_found_the_newest_first(setup: SearchSetup) -> None:
    assert list(setup.search.page(OrderFilter())) == [DEAD, ELSEWHERE, RETRYING, REJECTED, CONFLICT, PERSISTED]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (OrderFilter(states=("persisted",)), [ELSEWHERE, PERSISTED]),
        (OrderFilter(states=("conflict",)), [CONFLICT]),
        (OrderFilter(states=("rejected",)), [REJECTED]),
        (OrderFilter(states=("retrying",)), [RETRYING]),
        (OrderFilter(states=("dead",)), [DEAD]),
        (OrderFilter(source="source2"), [ELSEWHERE]),
        (OrderFilter(source="nobody"), []),
        (OrderFilter(since=minutes(1), until=minutes(2)), [REJECTED, CONFLICT]),
        (OrderFilter(source_id=1), [ELSEWHERE, PERSISTED]),
        (OrderFilter(source_id=1, source="source1"), [PERSISTED]),
        (OrderFilter(source_id=MAX_SOURCE_ID), [DEAD]),
        (OrderFilter(source_id=MAX_SOURCE_ID - 1), []),
        (OrderFilter(source_id=4, states=("dead",)), []),
        (OrderFilter(source_id=3), [REJECTED]),
        (OrderFilter(message_id=CONFLICT.message_id), [CONFLICT]),
        (OrderFilter(message_id=RETRYING.message_id), [RETRYING]),
        (OrderFilter(message_id=REJECTED.message_id), []),
        (OrderFilter(message_id=DEAD.message_id, source_id=1), []),
        (OrderFilter(message_id=DEAD.message_id, since=minutes(5)), []),
    ],
)
def test_a_filter_finds_exactly_what_it_says(
    setup: SearchSetup, question: OrderFilter, expected: list[FoundOrder]
) -> None:
    assert setup.search.page(question) == expected


def test_pages_continue_behind_the_last_row_also_among_rows_of_one_time(setup: SearchSetup) -> None:
    setup.keep([found(number, source=source, after_noon=9) for number in (20, 21) for source in ("a", "source2", "z")])

    rows, question = list[FoundOrder](), OrderFilter(limit=2)
    while page := setup.search.page(question):
        rows += page
        question = replace(question, before=page[-1].place)

    assert rows == list(setup.search.page(OrderFilter(limit=50)))
    assert [(order.order.source_id, order.order.source) for order in rows[:6]] == [
        (number, source) for number in (21, 20) for source in ("z", "source2", "a")
    ]


def test_an_order_with_several_conflicts_is_found_once_with_the_latest(
    target_dsn: str, target_database: Database
) -> None:
    setup = PostgresSearchSetup(target_dsn, target_database)
    setup.keep([CONFLICT])
    with psycopg.connect(target_dsn) as connection:
        connection.execute(CONFLICTING.replace(b"'other'", b"'third'"), _values(CONFLICT) | {"since": minutes(7)})
        connection.execute(CONFLICTING.replace(b"'other'", b"'this'"), _values(CONFLICT) | {"since": minutes(8)})

    assert setup.search.page(OrderFilter()) == [replace(CONFLICT, since=minutes(7))]
    assert setup.search.page(OrderFilter(source_id=2)) == [replace(CONFLICT, since=minutes(7))]


def test_an_order_in_two_tables_counts_in_the_first_of_its_states(target_dsn: str, target_database: Database) -> None:
    setup = PostgresSearchSetup(target_dsn, target_database)
    setup.keep([found(1, state="dead"), found(1, state="rejected", after_noon=1), found(2, state="dead"), found(2)])

    assert {(order.order.source_id, order.state) for order in setup.search.page(OrderFilter())} == {
        (1, "rejected"),
        (2, "persisted"),
    }
