"""Every search reads the rows of its page by index, however many orders there are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from esteira.core.orders import OrderKey
from esteira.core.postgres.statements import statement
from esteira.orders.found_order import FOUND_STATES, OrderFilter, Place
from esteira.orders.postgres.order_search import parameters

from tests.fixtures.found_orders import NOON, minutes
from tests.harness.postgres import Postgres

ROWS, FAILURES = 40_000, 100_000

FILL = (
    "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash,"
    " processed_at)"
    " SELECT 'source' || (1 + number % SOURCES) % 3, number, 'chair', 1, true, 1, gen_random_uuid(), 'this',"
    f" timestamptz '{NOON.isoformat()}' + number / 100 * interval '1 second'"
    f" FROM generate_series(1, {ROWS}) AS number",
    "INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)"
    " SELECT 'source1', 10000000 + number, gen_random_uuid(), 5, 'no luck', now() - number * interval '1 second'"
    f" FROM generate_series(1, {FAILURES}) AS number",
    "INSERT INTO producer_rejects (source, source_id, reason)"
    " SELECT 'source2', -number, 'no luck' FROM generate_series(1, 20000) AS number",
    "INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error)"
    " SELECT source, source_id, 'other', message_id, '{}', 5, 'conflict' FROM orders WHERE source_id % 5 = 0",
    "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at)"
    " SELECT 'acmepay', number::text, 'source1', number / 2, 'paid', 1, now()"
    " FROM generate_series(1, 20000) AS number",
    "VACUUM ANALYZE",
)

MOST_READ = 2_000
"""Rows that a node of a plan may read: a page of each source and state, and what is looked up for each row."""


@pytest.fixture(scope="module", params=["1", "3"])
def filled(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A target with many orders in all states, of one source and of three."""
    with psycopg.connect(postgres.migrated("target"), autocommit=True) as connection:
        for command in FILL:
            connection.execute(command.replace("SOURCES", request.param).encode())
        yield connection


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes of a plan."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def read_rows(node: Mapping[str, Any]) -> float:
    """Return how many rows a node has read, kept or not, in all of its loops."""
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    return float((node["Actual Rows"] + removed) * node["Actual Loops"])


def plan_of(connection: psycopg.Connection, name: str, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    explained = connection.execute(b"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + statement(name), values).fetchone()
    assert explained is not None
    return list(nodes(explained[0][0]["Plan"]))


MIDDLE = Place(minutes(3), ROWS // 2, "source1")


@pytest.mark.parametrize(
    "question",
    [
        OrderFilter(),
        *[OrderFilter(states=(state,)) for state in FOUND_STATES if state != "retrying"],
        OrderFilter(source="source2"),
        OrderFilter(source="nobody"),
        OrderFilter(before=MIDDLE),
        OrderFilter(before=MIDDLE, source="source0", states=("persisted",)),
        OrderFilter(since=minutes(2), until=minutes(2.5)),
        OrderFilter(source_id=77),
    ],
)
def test_a_page_reads_no_more_than_its_rows(filled: psycopg.Connection, question: OrderFilter) -> None:
    name = "orders/find_orders" if question.names_one_order else "orders/search_orders"

    plan = plan_of(filled, name, parameters(replace(question, limit=51)))

    assert [node for node in plan if node["Node Type"] == "Seq Scan" and read_rows(node) > 0] == []
    assert max(read_rows(node) for node in plan) <= MOST_READ


def test_the_callbacks_of_an_order_are_found_by_index(filled: psycopg.Connection) -> None:
    plan = plan_of(filled, "orders/callbacks_of_order", {**OrderKey("source1", 77)._asdict(), "limit": 20})

    assert [node["Index Name"] for node in plan if "Index Name" in node] == ["callbacks_of_order"]
