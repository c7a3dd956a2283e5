"""Contract of the callbacks' repository: memory, Postgres, and Postgres behind PgBouncer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

import psycopg
import pytest
from esteira.callbacks.callback import CallbackState, Key, Reception
from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.callbacks.ports import CallbackRepository
from esteira.callbacks.postgres.callback_repository import PostgresCallbackRepository
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import MAX_RECEIVES
from esteira.core.postgres.single_statements import SingleStatements
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import callback

FIRST_WAIT = timedelta(minutes=10)
EVENTS = {1: ("acmepay", "e1"), 2: ("acmepay", "e2"), 3: ("acmepay", "e3")}


class CallbacksSetup(Protocol):
    """A repository, its clock, and what the consumer does to its callbacks."""

    @property
    def repository(self) -> CallbackRepository: ...

    def forward(self, span: timedelta) -> None:
        """Move the clock forward."""

    def fail(self, key: Key, attempt: int) -> None:
        """Record a failed attempt of a callback."""

    def process(self, key: Key) -> None:
        """Mark a callback as processed."""


class MemoryCallbacksSetup:
    def __init__(self) -> None:
        self._clock = HandClock()
        self.repository = MemoryCallbackRepository(self._clock)

    def forward(self, span: timedelta) -> None:
        self._clock.forward(span.total_seconds())

    def fail(self, key: Key, attempt: int) -> None:
        self.repository.kept[key] = replace(self.repository.kept[key], attempt=attempt, error="unknown order")

    def process(self, key: Key) -> None:
        self.repository.kept[key] = replace(self.repository.kept[key], processed_at=self._clock())


class PostgresCallbacksSetup:
    """Moves the stored timestamps into the past instead of the clock forward."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.database = SingleStatements(SecretStr(dsn), unavailable=TargetUnavailable)
        self.repository = PostgresCallbackRepository(self.database)

    def forward(self, span: timedelta) -> None:
        self._write(
            "UPDATE callbacks SET copy_heard_at = copy_heard_at - %s, received_at = received_at - %s", span, span
        )

    def fail(self, key: Key, attempt: int) -> None:
        self._write("UPDATE callbacks SET attempt = %s WHERE (provider, event_id) = (%s, %s)", attempt, *key)

    def process(self, key: Key) -> None:
        self._write("UPDATE callbacks SET processed_at = now() WHERE (provider, event_id) = (%s, %s)", *key)

    def _write(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.dsn) as connection:
            connection.execute(statement.encode(), values)


@pytest.fixture
def in_postgres(target_dsn: str) -> Iterator[PostgresCallbacksSetup]:
    setup = PostgresCallbacksSetup(target_dsn)
    yield setup
    setup.database.close()


@pytest.fixture
def behind_pgbouncer(pooled_target_dsn: str) -> Iterator[PostgresCallbacksSetup]:
    setup = PostgresCallbacksSetup(pooled_target_dsn)
    yield setup
    setup.database.close()


@pytest.fixture(params=["memory", "in_postgres", "behind_pgbouncer"])
def setup(request: pytest.FixtureRequest) -> CallbacksSetup:
    if request.param == "memory":
        return MemoryCallbacksSetup()
    kept: CallbacksSetup = request.getfixturevalue(request.param)
    return kept


def keep(setup: CallbacksSetup, *numbers: int) -> None:
    for number in numbers:
        setup.repository.keep(callback(f"e{number}"))
        setup.forward(timedelta(seconds=1))


def claimed(setup: CallbacksSetup, *, limit: int = 10) -> set[Key]:
    return {each.key for each in setup.repository.claim_due(limit=limit, first_wait=FIRST_WAIT)}


def test_the_first_receipt_is_new_and_the_next_ones_are_duplicates(setup: CallbacksSetup) -> None:
    receptions = [setup.repository.keep(callback("e1")) for _ in range(3)]

    assert receptions == [Reception.NEW, Reception.DUPLICATE, Reception.DUPLICATE]


def test_an_amount_in_other_digits_is_the_same_amount(setup: CallbacksSetup) -> None:
    setup.repository.keep(callback("e1", amount=Decimal("10.00")))

    assert setup.repository.keep(callback("e1", amount=Decimal("1E+1"))) is Reception.DUPLICATE


@pytest.mark.parametrize(
    "other",
    [{"source": "source2"}, {"source_id": 2}, {"amount": Decimal("0.01")}, {"occurred_at": READ_AT + FIRST_WAIT}],
    ids=lambda other: next(iter(other)),
)
def test_the_same_event_with_other_contents_is_a_conflict_and_changes_nothing(
    setup: CallbacksSetup, other: dict[str, Any]
) -> None:
    first = callback("e1")
    setup.repository.keep(first)

    reception = setup.repository.keep(replace(first, **other))

    kept = setup.repository.find(first.key)
    assert reception is Reception.CONFLICT
    assert kept
    assert kept.callback == first


def test_of_a_hundred_receipts_at_once_one_is_new(setup: CallbacksSetup) -> None:
    with ThreadPoolExecutor(16) as providers:
        receptions = list(providers.map(lambda _: setup.repository.keep(callback("e1")), range(100)))

    assert (receptions.count(Reception.NEW), receptions.count(Reception.DUPLICATE)) == (1, 99)


def test_a_callback_that_was_just_sent_is_not_due(setup: CallbacksSetup) -> None:
    keep(setup, 1)

    assert claimed(setup) == set()


def test_a_released_callback_is_due_immediately_and_once(setup: CallbacksSetup) -> None:
    keep(setup, 1, 2)
    setup.repository.release([EVENTS[1]])

    assert (claimed(setup), claimed(setup)) == ({EVENTS[1]}, set())


def test_copies_without_activity_are_lost_after_a_wait_that_doubles(
    setup: CallbacksSetup,
) -> None:
    keep(setup, 1)
    waits = [FIRST_WAIT - timedelta(seconds=2), timedelta(seconds=2), FIRST_WAIT, FIRST_WAIT + timedelta(seconds=1)]

    due = []
    for wait in waits:
        setup.forward(wait)
        due.append(len(claimed(setup)))

    assert due == [0, 1, 0, 1]


def test_dead_and_processed_callbacks_are_never_due(setup: CallbacksSetup) -> None:
    keep(setup, 1, 2, 3)
    setup.fail(EVENTS[1], MAX_RECEIVES)
    setup.process(EVENTS[2])
    setup.forward(timedelta(days=5))

    assert claimed(setup) == {EVENTS[3]}


def test_claiming_a_callback_resets_its_attempts(setup: CallbacksSetup) -> None:
    keep(setup, 1)
    setup.fail(EVENTS[1], 3)
    setup.forward(FIRST_WAIT)
    claimed(setup)

    kept = setup.repository.find(EVENTS[1])

    assert kept
    assert (kept.attempt, kept.error) == (0, None)


def test_a_claim_returns_the_oldest_callbacks_up_to_its_limit(setup: CallbacksSetup) -> None:
    keep(setup, 1, 2, 3)
    setup.forward(FIRST_WAIT)

    assert (claimed(setup, limit=2), claimed(setup)) == ({EVENTS[1], EVENTS[2]}, {EVENTS[3]})


def test_pages_start_with_the_newest_callback(setup: CallbacksSetup) -> None:
    keep(setup, 1, 2, 3)

    first = setup.repository.page(None, None, limit=2)
    second = setup.repository.page(None, first[-1].callback.key, limit=2)

    assert [each.callback.event_id for each in (*first, *second)] == ["e3", "e2", "e1"]


def test_a_page_has_only_callbacks_in_the_requested_state(setup: CallbacksSetup) -> None:
    keep(setup, 1, 2, 3)
    setup.fail(EVENTS[1], MAX_RECEIVES)
    setup.process(EVENTS[2])

    found = {
        state: {each.callback.event_id for each in setup.repository.page(state, None, limit=9)}
        for state in CallbackState
    }

    assert found == {
        CallbackState.UNPROCESSED: {"e1", "e3"},
        CallbackState.DEAD: {"e1"},
        CallbackState.PROCESSED: {"e2"},
    }


def test_a_page_has_only_callbacks_of_the_requested_provider(setup: CallbacksSetup) -> None:
    keep(setup, 1, 2)
    setup.repository.keep(replace(callback("e3"), provider="otherpay"))
    setup.process(EVENTS[2])

    first = setup.repository.page(None, None, limit=1, provider="acmepay")
    rest = setup.repository.page(None, first[-1].callback.key, limit=9, provider="acmepay")
    waiting = setup.repository.page(CallbackState.UNPROCESSED, None, limit=9, provider="acmepay")

    assert [each.callback.event_id for each in (*first, *rest)] == ["e2", "e1"]
    assert [each.callback.event_id for each in waiting] == ["e1"]


def test_an_unknown_callback_is_not_found(setup: CallbacksSetup) -> None:
    assert setup.repository.find(("acmepay", "nothing")) is None
    assert setup.repository.page(None, ("acmepay", "nothing"), limit=9) == []


def test_an_unreachable_database_raises_target_unavailable_without_its_dsn() -> None:
    unreachable = SingleStatements(SecretStr("postgresql://u:canary@127.0.0.1:1/x"), unavailable=TargetUnavailable)

    with pytest.raises(TargetUnavailable) as raised:
        PostgresCallbackRepository(unreachable).keep(callback("e1"))

    assert "canary" not in str(raised.value)


def test_a_broken_connection_is_replaced(in_postgres: PostgresCallbacksSetup) -> None:
    keep(in_postgres, 1)
    with psycopg.connect(in_postgres.dsn) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert in_postgres.repository.keep(callback("e2")) is Reception.NEW


def test_keeping_a_callback_is_one_statement_outside_a_transaction(in_postgres: PostgresCallbacksSetup) -> None:
    keep(in_postgres, 1)
    with psycopg.connect(in_postgres.dsn) as other:
        row = other.execute(
            "SELECT state, query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()

    assert row
    assert row[0] == "idle"
    assert "INSERT INTO callbacks" in row[1]
