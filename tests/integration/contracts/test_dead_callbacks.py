"""Callbacks that failed: one contract, kept in memory and in Postgres."""

from collections.abc import Callable, Iterator, Mapping

import psycopg
import pytest
from esteira.adapters.memory.dead_orders import MemoryDeadCallbacks
from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.dead_callbacks import PostgresDeadCallbacks
from esteira.domain.letters import CallbackKey
from esteira.errors import TargetUnavailable
from esteira.use_cases.ports.dead_orders import DeadCallbacks
from pydantic import SecretStr

DEAD, ALSO_DEAD, UNKNOWN = (CallbackKey("bank", f"e{number}") for number in range(3))

UNPROCESSED = (
    "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, attempt)"
    " VALUES (%s, %s, 'source1', 1, 'paid', 1, now(), 5)"
)

Attempts = Callable[[], Mapping[CallbackKey, int]]


@pytest.fixture(params=["memory", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[DeadCallbacks, Attempts]]:
    if request.param == "memory":
        twin = MemoryDeadCallbacks(attempts={DEAD: 5, ALSO_DEAD: 5})
        yield twin, lambda: twin.attempts
        return
    dsn = request.getfixturevalue("migrated_target")()
    database = Database(SecretStr(dsn), unavailable=TargetUnavailable)
    with psycopg.connect(dsn, autocommit=True) as connection:
        for key in (DEAD, ALSO_DEAD):
            connection.execute(UNPROCESSED, key)
        yield PostgresDeadCallbacks(database), lambda: _attempts(connection)
    database.close()


def _attempts(connection: psycopg.Connection) -> dict[CallbackKey, int]:
    rows = connection.execute("SELECT provider, event_id, attempt FROM callbacks").fetchall()
    return {CallbackKey(provider, event_id): attempt for provider, event_id, attempt in rows}


def test_the_revived_have_no_attempt_behind_them_and_others_are_left_alone(
    place: tuple[DeadCallbacks, Attempts],
) -> None:
    callbacks, attempts = place

    callbacks.revive([DEAD, DEAD, UNKNOWN])

    assert attempts() == {DEAD: 0, ALSO_DEAD: 5}
