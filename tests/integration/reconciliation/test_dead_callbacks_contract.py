"""Contract of `DeadCallbacks`: memory and Postgres."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from esteira.callbacks.callback import Callback
from esteira.core.payments import PaymentState
from esteira.reconciliation.dead_letters import CallbackKey, DeadCallback, DeadGroup
from esteira.reconciliation.memory.dead_letters import MemoryDeadCallbacks, MemoryFailure
from esteira.reconciliation.ports import DeadCallbacks
from esteira.reconciliation.postgres.dead_callbacks import PostgresDeadCallbacks

DEAD, ALSO_DEAD, UNKNOWN = (CallbackKey("bank", f"e{number}") for number in range(3))

OCCURRED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DIED_AT = datetime(2026, 1, 3, tzinfo=UTC)

UNPROCESSED = (
    "INSERT INTO callbacks"
    " (provider, event_id, source, source_id, state, amount, occurred_at, attempt, error, copy_heard_at)"
    " VALUES (%s, %s, 'source1', 1, 'paid', 1, %s, 5, 'no luck', %s)"
)

Attempts = Callable[[], Mapping[CallbackKey, int]]


@pytest.fixture(params=["memory", "postgres"])
def setup(request: pytest.FixtureRequest) -> Iterator[tuple[DeadCallbacks, Attempts]]:
    if request.param == "memory":
        failure = MemoryFailure(attempt=5, error="no luck", failed_at=DIED_AT)
        twin = MemoryDeadCallbacks(
            failures=dict.fromkeys((ALSO_DEAD, DEAD), failure),
            kept={key: _dead_callback(key) for key in (DEAD, ALSO_DEAD)},
        )
        yield twin, lambda: {key: failure.attempt for key, failure in twin.failures.items()}
        return
    with psycopg.connect(request.getfixturevalue("target_dsn"), autocommit=True) as connection:
        for key in (DEAD, ALSO_DEAD):
            connection.execute(UNPROCESSED, (*key, OCCURRED_AT, DIED_AT))
        yield PostgresDeadCallbacks(request.getfixturevalue("target_database")), lambda: _attempts(connection)


def _dead_callback(key: CallbackKey) -> DeadCallback:
    callback = Callback(
        provider=key.provider,
        event_id=key.event_id,
        source="source1",
        source_id=1,
        state=PaymentState.PAID,
        amount=Decimal(1),
        occurred_at=OCCURRED_AT,
    )
    return DeadCallback(callback=callback)


def _attempts(connection: psycopg.Connection) -> dict[CallbackKey, int]:
    rows = connection.execute("SELECT provider, event_id, attempt FROM callbacks").fetchall()
    return {CallbackKey(provider, event_id): attempt for provider, event_id, attempt in rows}


def test_marking_as_retrying_resets_the_attempt_of_these_only(
    setup: tuple[DeadCallbacks, Attempts],
) -> None:
    callbacks, attempts = setup

    callbacks.mark_retrying([DEAD, DEAD, UNKNOWN])

    assert attempts() == {DEAD: 0, ALSO_DEAD: 5}


def test_callbacks_that_died_before_a_time_are_found_with_their_contents(
    setup: tuple[DeadCallbacks, Attempts],
) -> None:
    callbacks, _ = setup

    before, after = (
        [dead for portion in callbacks.dead_before(moment) for dead in portion]
        for moment in (DIED_AT, DIED_AT + timedelta(seconds=1))
    )

    assert (before, after) == ([], [_dead_callback(DEAD), _dead_callback(ALSO_DEAD)])


def test_callbacks_marked_as_retrying_are_no_longer_dead(setup: tuple[DeadCallbacks, Attempts]) -> None:
    callbacks, _ = setup

    callbacks.mark_retrying([DEAD])

    (found,) = callbacks.dead_before(DIED_AT + timedelta(days=365_000))
    assert [dead.key for dead in found] == [ALSO_DEAD]


def test_dead_callbacks_are_grouped_by_error(setup: tuple[DeadCallbacks, Attempts]) -> None:
    callbacks, _ = setup
    callbacks.mark_retrying([UNKNOWN])

    assert callbacks.groups() == [
        DeadGroup(error="no luck", orders=2, first_failed_at=DIED_AT, last_failed_at=DIED_AT, example=DEAD)
    ]
