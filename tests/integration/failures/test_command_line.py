"""esteira failures: the same as the HTTP function, for operators."""

import json
from typing import Any

import pytest
from esteira.core.postgres.database import Database
from esteira.failures.postgres.failure_store import PostgresFailureStore
from typer.testing import CliRunner, Result

from infra.cli.main import build
from tests.fixtures.clock import READ_AT
from tests.fixtures.errors import error


@pytest.fixture
def store(target_database: Database) -> PostgresFailureStore:
    return PostgresFailureStore(target_database)


def esteira(target_dsn: str, *arguments: str) -> Result:
    return CliRunner().invoke(
        build(), ["failures", *arguments], env={"ESTEIRA_TARGET_DSN": target_dsn, "COLUMNS": "300"}
    )


def as_json(target_dsn: str, *arguments: str) -> Any:
    done = esteira(target_dsn, *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_failures_and_groups_are_listed(target_dsn: str, store: PostgresFailureStore) -> None:
    store.keep([error("m1"), error("m2", transient=False, uncounted=1_500)], READ_AT)

    table, groups = esteira(target_dsn, "list"), esteira(target_dsn, "groups")

    assert [table.stdout.count(word) for word in ("waiting", "parked")] == [1, 1]
    assert "1,500" in groups.stdout
    assert len(as_json(target_dsn, "list", "--state", "parked")["failures"]) == 1
    assert [group["count"] for group in as_json(target_dsn, "groups")["groups"]] == [1_500]


def test_a_failure_is_retried_and_discarded_by_its_id(target_dsn: str, store: PostgresFailureStore) -> None:
    given = error("m1", transient=False)
    store.keep([given], READ_AT)

    retried = as_json(target_dsn, "retry", str(given.failure_id))
    discarded = as_json(target_dsn, "discard", str(given.failure_id), "--note", "cancelled")

    assert (retried["state"], discarded["state"], discarded["note"]) == ("waiting", "discarded", "cancelled")
    assert "@" in discarded["changed_by"]


def test_a_discard_without_a_note_and_an_unknown_failure_are_refused(
    target_dsn: str, store: PostgresFailureStore
) -> None:
    given = error("m1")
    store.keep([given], READ_AT)

    refused = esteira(target_dsn, "discard", str(given.failure_id))
    unknown = esteira(target_dsn, "retry", "no-id")

    assert (refused.exit_code, unknown.exit_code) == (2, 1)
