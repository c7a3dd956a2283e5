"""Contracts of `DeadOrders` and `RedriveLog`: memory and Postgres."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import psycopg
import pytest
from esteira.core.messages import order_message_id
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.reconciliation.dead_letters import DeadGroup, DeadOrder
from esteira.reconciliation.memory.dead_letters import MemoryDeadOrders, MemoryFailure, MemoryRedriveLog
from esteira.reconciliation.ports import DeadOrders, OpenRedrive, RedriveLog
from esteira.reconciliation.postgres.dead_orders import PostgresDeadOrders
from esteira.reconciliation.postgres.redrive_log import PostgresRedriveLog

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
FIRST, SECOND, THIRD = (OrderKey("source1", number) for number in (1, 2, 3))


class DeadOrdersSetup(Protocol):
    """A target with failed orders."""

    @property
    def dead_orders(self) -> DeadOrders: ...

    @property
    def log(self) -> RedriveLog: ...

    def failed(self, key: OrderKey, attempt: int, *, error: str = "no luck", at: datetime = NOON) -> None:
        """Record the last failed attempt of an order."""

    def arrived(self, key: OrderKey) -> None:
        """Record an order as persisted."""

    def rejected(self, key: OrderKey) -> None:
        """Record an order as rejected."""

    def attempts(self) -> dict[OrderKey, int]:
        """Return the number of failed attempts by order."""

    def redrives(self) -> list[tuple[str, str, list[str] | None, int, str | None]]:
        """Return lane, requester, selection, number moved and ending, for each redrive."""


class MemoryDeadOrdersSetup:
    def __init__(self) -> None:
        self.dead_orders = MemoryDeadOrders()
        self.log = MemoryRedriveLog()

    def failed(self, key: OrderKey, attempt: int, *, error: str = "no luck", at: datetime = NOON) -> None:
        self.dead_orders.failures[key] = MemoryFailure(attempt=attempt, error=error, failed_at=at)

    def arrived(self, key: OrderKey) -> None:
        self.dead_orders.arrived.add(key)

    def rejected(self, key: OrderKey) -> None:
        self.dead_orders.rejected.add(key)

    def attempts(self) -> dict[OrderKey, int]:
        return {key: failure.attempt for key, failure in self.dead_orders.failures.items()}

    def redrives(self) -> list[tuple[str, str, list[str] | None, int, str | None]]:
        return [
            (
                redrive.lane,
                redrive.requested_by,
                None if redrive.selection is None else list(redrive.selection),
                redrive.moved,
                redrive.ending,
            )
            for redrive in self.log.redrives
        ]


class PostgresDeadOrdersSetup:
    def __init__(self, dsn: str, database: Database) -> None:
        self._dsn = dsn
        self.dead_orders = PostgresDeadOrders(database)
        self.log = PostgresRedriveLog(database)

    def failed(self, key: OrderKey, attempt: int, *, error: str = "no luck", at: datetime = NOON) -> None:
        self._run(
            "INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            *(*key, order_message_id(*key), attempt, error, at),
        )

    def arrived(self, key: OrderKey) -> None:
        self._run(
            "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
            " VALUES (%s, %s, 'chair', 1, true, 1, %s, '')",
            *(*key, order_message_id(*key)),
        )

    def rejected(self, key: OrderKey) -> None:
        self._run("INSERT INTO producer_rejects (source, source_id, reason) VALUES (%s, %s, '')", *key)

    def attempts(self) -> dict[OrderKey, int]:
        rows = self._run("SELECT source, source_id, attempt FROM order_failures")
        return {OrderKey(source, source_id): attempt for source, source_id, attempt in rows}

    def redrives(self) -> list[tuple[str, str, list[str] | None, int, str | None]]:
        return self._run("SELECT lane, requested_by, selection, moved, ending FROM redrives ORDER BY id")

    def _run(self, command: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with psycopg.connect(self._dsn) as connection:
            cursor = connection.execute(command.encode(), values or None)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["memory", "postgres"])
def setup(request: pytest.FixtureRequest) -> DeadOrdersSetup:
    if request.param == "memory":
        return MemoryDeadOrdersSetup()
    return PostgresDeadOrdersSetup(request.getfixturevalue("target_dsn"), request.getfixturevalue("target_database"))


def test_marking_as_retrying_resets_the_attempt_of_these_only(setup: DeadOrdersSetup) -> None:
    setup.failed(FIRST, 5)
    setup.failed(SECOND, 5)

    setup.dead_orders.mark_retrying([FIRST, THIRD])

    assert setup.attempts() == {FIRST: 0, SECOND: 5}


def test_marking_as_dead_overrides_an_earlier_record(setup: DeadOrdersSetup) -> None:
    setup.failed(FIRST, 4)

    marked = setup.dead_orders.mark_dead([FIRST, SECOND, SECOND])

    assert (marked, setup.attempts()) == (2, {FIRST: 5, SECOND: 5})


def test_only_orders_without_a_terminal_state_are_marked_dead(setup: DeadOrdersSetup) -> None:
    setup.arrived(FIRST)
    setup.rejected(SECOND)
    setup.failed(THIRD, 5)

    marked = setup.dead_orders.mark_dead([FIRST, SECOND, THIRD])

    assert (marked, setup.attempts()) == (0, {THIRD: 5})


def test_an_empty_selection_marks_nothing(setup: DeadOrdersSetup) -> None:
    setup.dead_orders.mark_retrying([])

    assert setup.dead_orders.mark_dead([]) == 0


def test_dead_orders_are_grouped_by_error(setup: DeadOrdersSetup) -> None:
    setup.failed(FIRST, 5, at=NOON)
    setup.failed(SECOND, 5, at=NOON + timedelta(minutes=1))
    setup.failed(THIRD, 5, error="no chance")
    setup.failed(OrderKey("source2", 1), 4)

    assert setup.dead_orders.groups() == [
        DeadGroup(
            error="no luck",
            orders=2,
            first_failed_at=NOON,
            last_failed_at=NOON + timedelta(minutes=1),
            example=SECOND,
        ),
        DeadGroup(error="no chance", orders=1, first_failed_at=NOON, last_failed_at=NOON, example=THIRD),
    ]


def test_orders_that_died_before_a_time_are_found(setup: DeadOrdersSetup) -> None:
    setup.failed(FIRST, 5, at=NOON)
    setup.failed(SECOND, 5, at=NOON + timedelta(minutes=1))
    setup.failed(THIRD, 4, at=NOON)
    setup.failed(OrderKey("source2", 1), 5, at=NOON)
    setup.arrived(OrderKey("source2", 1))

    portions = setup.dead_orders.dead_before(NOON + timedelta(seconds=30))

    assert [order for portion in portions for order in portion] == [
        DeadOrder(key=FIRST, message_id=order_message_id(*FIRST))
    ]


def test_failures_of_persisted_orders_are_removed(setup: DeadOrdersSetup) -> None:
    setup.failed(FIRST, 5)
    setup.failed(SECOND, 5)
    setup.arrived(FIRST)

    assert (setup.dead_orders.delete_failures_of_persisted(), setup.attempts()) == (1, {SECOND: 5})


@pytest.mark.parametrize("selection", [None, ["source1:1"]])
def test_a_redrive_is_recorded_when_it_begins(setup: DeadOrdersSetup, selection: list[str] | None) -> None:
    with setup.log.opened("orders", requested_by="me@here", selection=selection, per_second=2.5) as redrive:
        at_first = setup.redrives()
        setup.log.count(redrive, 7)
        setup.log.end(redrive, "finished")

    assert at_first == [("orders", "me@here", selection, 0, None)]
    assert setup.redrives() == [("orders", "me@here", selection, 7, "finished")]


def test_a_redrive_that_stopped_without_an_end_is_closed_by_the_next_and_a_running_one_is_not(
    setup: DeadOrdersSetup,
) -> None:
    def opened() -> AbstractContextManager[OpenRedrive]:
        return setup.log.opened("orders", requested_by="me@here", selection=None, per_second=None)

    with opened() as gone:
        setup.log.count(gone, 7)
    with opened(), opened() as last:
        closed = [last.interrupted_before, *(redrive[3:] for redrive in setup.redrives())]

    assert gone.interrupted_before == 0
    assert closed == [0, (7, "interrupted"), (0, None), (0, None)]


def test_an_order_that_dies_during_a_redrive_did_not_die_before_it(setup: DeadOrdersSetup) -> None:
    with setup.log.opened("orders", requested_by="me@here", selection=None, per_second=None) as redrive:
        setup.log.end(redrive, "finished")
    setup.dead_orders.mark_dead([FIRST])

    portions = list(setup.dead_orders.dead_before(redrive.requested_at))

    assert [order for portion in portions for order in portion] == []
