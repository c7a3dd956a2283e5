"""Contract of the payments' `Target`: memory, Postgres, and Postgres behind PgBouncer."""

from collections.abc import Iterator
from contextlib import closing
from typing import Protocol

import psycopg
import pytest
from esteira.callbacks.memory import MemoryPaymentTarget
from esteira.callbacks.postgres.payment_target import PostgresPaymentTarget
from esteira.consumer.attempts import RecordedFailure
from esteira.consumer.outcomes import AttemptStatus, FailureKind
from esteira.consumer.ports import Target
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import PaymentMessage
from esteira.core.payments import PaymentState
from esteira.core.postgres.database import Database
from pydantic import SecretStr

from tests.fixtures.messages import order, parsed_message, payment


class PaymentsSetup(Protocol):
    """A target with orders 1 and 2, both without a payment state."""

    @property
    def target(self) -> Target[PaymentMessage]: ...

    def state(self, source_id: int) -> str | None:
        """Return the payment state of an order."""


class MemoryPaymentsSetup:
    def __init__(self) -> None:
        self.target = MemoryPaymentTarget([("source1", 1), ("source1", 2)])

    def state(self, source_id: int) -> str | None:
        return self.target.payment_states["source1", source_id]


class PostgresPaymentsSetup:
    def __init__(self, dsn: str, database: Database) -> None:
        self.dsn = dsn
        self.database = database
        self.target = PostgresPaymentTarget(self.database)
        PostgresOrderTarget(self.database).apply([parsed_message(order(1)), parsed_message(order(2))])

    def state(self, source_id: int) -> str | None:
        with psycopg.connect(self.dsn) as connection:
            row = connection.execute("SELECT payment_state FROM orders WHERE source_id = %s", [source_id]).fetchone()
        assert row
        state: str | None = row[0]
        return state


@pytest.fixture
def in_postgres(target_dsn: str, target_database: Database) -> PostgresPaymentsSetup:
    return PostgresPaymentsSetup(target_dsn, target_database)


@pytest.fixture
def behind_pgbouncer(pooled_target_dsn: str) -> Iterator[PostgresPaymentsSetup]:
    with closing(Database(SecretStr(pooled_target_dsn), unavailable=TargetUnavailable)) as database:
        yield PostgresPaymentsSetup(pooled_target_dsn, database)


@pytest.fixture(params=["memory", "in_postgres", "behind_pgbouncer"])
def setup(request: pytest.FixtureRequest) -> PaymentsSetup:
    if request.param == "memory":
        return MemoryPaymentsSetup()
    kept: PaymentsSetup = request.getfixturevalue(request.param)
    return kept


def statuses(setup: PaymentsSetup, *messages: PaymentMessage) -> list[AttemptStatus]:
    return [outcome.status for outcome in setup.target.apply([parsed_message(message) for message in messages])]


def test_a_callback_moves_the_payment_of_its_order_once(setup: PaymentsSetup) -> None:
    first, second = statuses(setup, payment("e1")), statuses(setup, payment("e1"))

    assert (first, second) == ([AttemptStatus.SUCCEEDED], [AttemptStatus.DUPLICATE])
    assert (setup.state(1), setup.state(2)) == ("paid", None)


def test_two_events_of_one_order_in_one_batch_end_in_the_furthest_state(setup: PaymentsSetup) -> None:
    ended = statuses(setup, payment("e1", state=PaymentState.REFUNDED), payment("e2", state=PaymentState.AUTHORIZED))

    assert ended == [AttemptStatus.SUCCEEDED, AttemptStatus.SUCCEEDED]
    assert setup.state(1) == "refunded"


def test_a_late_event_never_moves_a_payment_back(setup: PaymentsSetup) -> None:
    statuses(setup, payment("e1", state=PaymentState.PAID))

    late = statuses(setup, payment("e2", state=PaymentState.PENDING))

    assert late == [AttemptStatus.SUCCEEDED]
    assert setup.state(1) == "paid"


def test_of_two_copies_in_one_batch_the_second_is_a_duplicate(setup: PaymentsSetup) -> None:
    assert statuses(setup, payment("e1"), payment("e1")) == [AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE]


def test_the_same_event_with_other_contents_is_refused(setup: PaymentsSetup) -> None:
    statuses(setup, payment("e1", amount="10"))

    assert statuses(setup, payment("e1", amount="11")) == [AttemptStatus.REFUSED]


def test_a_callback_of_an_order_that_has_not_arrived_may_succeed_later(setup: PaymentsSetup) -> None:
    (outcome,) = setup.target.apply([parsed_message(payment(source_id=3))])

    assert outcome.status is AttemptStatus.FAILED
    assert outcome.failure
    assert outcome.failure.kind is FailureKind.UNKNOWN_ORDER


def test_the_furthest_failure_is_kept_until_the_callback_succeeds(setup: PaymentsSetup) -> None:
    waiting = payment(source_id=3)
    setup.target.apply([parsed_message(waiting)])
    setup.target.record_failures(
        [RecordedFailure(message=waiting, attempt=n, error=f"unknown order: {n}") for n in (2, 1)]
    )

    recorded = setup.target.recorded_failures([parsed_message(waiting), parsed_message(payment("e9"))])

    assert {key: (failure.attempt, failure.kind) for key, failure in recorded.items()} == {
        waiting.message_id: (2, "unknown order")
    }


def test_a_callback_is_kept_unprocessed_until_its_order_arrives(in_postgres: PostgresPaymentsSetup) -> None:
    statuses(in_postgres, payment("e3", source_id=3))
    PostgresOrderTarget(in_postgres.database).apply([parsed_message(order(3))])

    with psycopg.connect(in_postgres.dsn) as connection:
        before = connection.execute("SELECT event_id FROM callbacks WHERE processed_at IS NULL").fetchall()
        after = statuses(in_postgres, payment("e3", source_id=3))
        left = connection.execute("SELECT event_id FROM callbacks WHERE processed_at IS NULL").fetchall()

    assert (before, after, left) == ([("e3",)], [AttemptStatus.SUCCEEDED], [])


def test_payment_states_have_the_same_order_in_code_and_database(in_postgres: PostgresPaymentsSetup) -> None:
    with psycopg.connect(in_postgres.dsn) as connection:
        row = connection.execute("SELECT enum_range(NULL::payment_state)::text[]").fetchone()

    assert row == ([state.value for state in PaymentState],)
