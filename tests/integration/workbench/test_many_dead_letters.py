"""Pages and filters of 100,000 dead letters are answered by indexes."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.workbench.letter import LetterFilter
from esteira.workbench.postgres.letter_store import parameters

FILL = b"""
INSERT INTO dead_letters
SELECT 'orders', 'sqs-' || n, gen_random_uuid(), 's:' || n, 's' || n %% 5000, 'error',
    lpad((n %% 5000)::text, 16, '0'), 5, now() - n * interval '1 second', now(), ''::bytea,
    'product ' || n || repeat(' x', 200),
    jsonb_build_object('payload.product', 'p' || n, 'source', 's')
FROM generate_series(1, 100000) AS n
"""
START: Mapping[str, Any] = {"after_died_at": None, "after_lane": None, "after_id": None, "limit": 20}


@pytest.fixture
def many(target_database: Database) -> Database:
    """100,000 dead letters."""
    target_database.run(lambda connection: connection.execute(FILL.replace(b"%%", b"%")))
    target_database.run(lambda connection: connection.execute("ANALYZE dead_letters"))
    return target_database


def indexes_of(database: Database, question: LetterFilter) -> set[str]:
    """The indexes by which a page is read; `sequential` for the whole table."""
    explain = b"EXPLAIN (FORMAT JSON) " + b"\n".join(
        line for line in statement("workbench/list_dead_letters").splitlines() if not line.startswith(b"--")
    )
    values = {**parameters(question), **START}
    ((plan,),) = database.run(lambda connection: connection.execute(explain, values).fetchall())
    found = set(_nodes(plan[0]["Plan"]))
    assert found, json.dumps(plan)
    return found


def _nodes(plan: Mapping[str, Any]) -> list[str]:
    own = ["sequential"] if plan["Node Type"] == "Seq Scan" else []
    named = [plan["Index Name"]] if "Index Name" in plan else []
    return own + named + [name for child in plan.get("Plans", []) for name in _nodes(child)]


def test_each_filter_of_a_page_has_its_index(many: Database) -> None:
    assert indexes_of(many, LetterFilter()) == {"dead_letters_listed"}
    assert indexes_of(many, LetterFilter(lane="orders")) == {"dead_letters_listed"}
    assert indexes_of(many, LetterFilter(fingerprint="0000000000000003")) == {"dead_letters_of_a_group"}
    assert indexes_of(many, LetterFilter(source="s7")) == {"dead_letters_of_a_source"}
    assert indexes_of(many, LetterFilter(path="payload.product", value="p5")) == {"dead_letters_by_field"}
