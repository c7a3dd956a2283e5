"""Pages of somebody's 40,000 look-ups, and of a look-up's 20,000 runs, are read by index from any place."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import psycopg
import pytest
from esteira.core.postgres.statements import statement
from esteira.lookups.lookup import LookupFilter, LookupOrder, LookupState

from tests.fixtures.lookups import OWNER

FILL = """
INSERT INTO lookups (id, owner_id, cnpj, time_zone, grace_seconds, notify, next_due_at, created_at, changed_at)
SELECT gen_random_uuid(), %(owner)s, lpad(n::text, 14, '0'), 'UTC', 300, true,
       CASE WHEN mod(n, 2) = 0 THEN now() + n * interval '1 minute' END, now() - n * interval '1 minute', now()
FROM generate_series(1, 40000) AS n
"""
MIDDLE = "SELECT id FROM lookups ORDER BY created_at OFFSET 20000 LIMIT 1"
INDEXES = {LookupOrder.NEWEST: "lookups_newest", LookupOrder.NEXT_DUE: "lookups_next_due"}
MOST_READ_BLOCKS = 1000
RUNS = """
INSERT INTO lookup_tasks (id, lookup_id, owner_id, cnpj, priority, notify, due_at, queued_at, ranked_at, doorbell)
SELECT gen_random_uuid(), (SELECT id FROM lookups LIMIT 1), %(owner)s, 'x', 'low', true, at, at, at, gen_random_uuid()
FROM generate_series(1, 20000) AS n, LATERAL (SELECT now() - n * interval '1 minute') AS time (at)
"""


@pytest.fixture
def many(target_dsn: str) -> Iterator[psycopg.Connection]:
    """Many look-ups of one owner."""
    with psycopg.connect(target_dsn, autocommit=True) as connection:
        connection.execute(FILL, {"owner": OWNER})
        connection.execute("ANALYZE lookups")
        yield connection


def plan_of(connection: psycopg.Connection, name: str, **question: Any) -> dict[str, Any]:
    """How a page is read."""
    lines = statement(f"lookups/{name}").splitlines()
    explain = b"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + b"\n".join(line for line in lines if line[:2] != b"--")
    ((plans,),) = connection.execute(explain, {"owner_id": OWNER, **question}).fetchall()
    found: dict[str, Any] = plans[0]["Plan"]
    return found


@pytest.mark.parametrize("order", LookupOrder)
def test_a_page_of_look_ups_is_read_by_the_index_of_its_order(many: psycopg.Connection, order: LookupOrder) -> None:
    ((middle,),) = many.execute(MIDDLE).fetchall()
    first = LookupFilter(order=order, limit=50)

    for question in (first, replace(first, after=middle), replace(first, state=LookupState.PLANNED)):
        plan = plan_of(many, f"list_lookups_{order.value}", **asdict(question))
        assert f"'{INDEXES[order]}'" in str(plan)
        assert "'Sort'" not in str(plan)
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < MOST_READ_BLOCKS


def test_a_page_of_runs_is_read_by_index(many: psycopg.Connection) -> None:
    many.execute(RUNS, {"owner": OWNER})
    many.execute("ANALYZE lookup_tasks")
    ((id_, middle),) = many.execute("SELECT lookup_id, due_at FROM lookup_tasks OFFSET 10000 LIMIT 1").fetchall()

    for before in (None, middle):
        plan = plan_of(many, "list_tasks", lookup_id=id_, limit=20, before=before)
        assert "'Sort'" not in str(plan)
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < MOST_READ_BLOCKS
