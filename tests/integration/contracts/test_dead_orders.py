"""The list of failed orders and the record of redrives: one contract, kept in memory and in Postgres."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

import psycopg
import pytest
from esteira.adapters.memory.dead_orders import MemoryDeadOrders, MemoryFailure, MemoryRedriveLog
from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.dead_orders import PostgresDeadOrders
from esteira.adapters.postgres.redrive_log import PostgresRedriveLog
from esteira.domain.letters import DeadGroup, DeadOrder, OrderKey
from esteira.domain.messages import order_message_id
from esteira.use_cases.ports.dead_orders import DeadOrders, RedriveLog

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
FIRST, SECOND, THIRD = (OrderKey("source1", number) for number in (1, 2, 3))


class World(Protocol):
    """A target with failed orders."""

    @property
    def dead_orders(self) -> DeadOrders: ...

    @property
    def log(self) -> RedriveLog: ...

    def failed(self, key: OrderKey, attempt: int, *, error: str = "no luck", at: datetime = NOON) -> None:
        """The last failed attempt of an order."""

    def arrived(self, key: OrderKey) -> None:
        """An order in the target."""

    def rejected(self, key: OrderKey) -> None:
        """An order that could be no message."""

    def attempts(self) -> dict[OrderKey, int]:
        """The failed attempts on record."""

    def redrives(self) -> list[tuple[str, str, list[str] | None, int, bool]]:
        """Lane, who, selection, moved and whether finished."""


class MemoryWorld:
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

    def redrives(self) -> list[tuple[str, str, list[str] | None, int, bool]]:
        return [
            (
                one.lane,
                one.requested_by,
                None if one.selection is None else list(one.selection),
                one.moved,
                one.finished,
            )
            for one in self.log.redrives
        ]


class PostgresWorld:
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

    def redrives(self) -> list[tuple[str, str, list[str] | None, int, bool]]:
        return self._run("SELECT lane, requested_by, selection, moved, finished_at IS NOT NULL FROM redrives")

    def _run(self, command: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with psycopg.connect(self._dsn) as connection:
            cursor = connection.execute(command.encode(), values or None)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["memory", "postgres"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return MemoryWorld()
    return PostgresWorld(request.getfixturevalue("target_dsn"), request.getfixturevalue("target_database"))


def test_the_revived_have_no_attempt_behind_them_and_others_are_left_alone(world: World) -> None:
    world.failed(FIRST, 5)
    world.failed(SECOND, 5)

    world.dead_orders.revive([FIRST, THIRD])

    assert world.attempts() == {FIRST: 0, SECOND: 5}


def test_the_buried_are_dead_whatever_was_on_record(world: World) -> None:
    world.failed(FIRST, 4)

    buried = world.dead_orders.bury([FIRST, SECOND, SECOND])

    assert (buried, world.attempts()) == (2, {FIRST: 5, SECOND: 5})


def test_only_the_homeless_are_buried(world: World) -> None:
    world.arrived(FIRST)
    world.rejected(SECOND)
    world.failed(THIRD, 5)

    buried = world.dead_orders.bury([FIRST, SECOND, THIRD])

    assert (buried, world.attempts()) == (0, {THIRD: 5})


def test_nobody_is_revived_or_buried_for_nothing(world: World) -> None:
    world.dead_orders.revive([])

    assert world.dead_orders.bury([]) == 0


def test_the_dead_are_grouped_by_cause(world: World) -> None:
    world.failed(FIRST, 5, at=NOON)
    world.failed(SECOND, 5, at=NOON + timedelta(minutes=1))
    world.failed(THIRD, 5, error="no chance")
    world.failed(OrderKey("source2", 1), 4)

    assert world.dead_orders.groups() == [
        DeadGroup(
            error="no luck",
            orders=2,
            first_failed_at=NOON,
            last_failed_at=NOON + timedelta(minutes=1),
            example=SECOND,
        ),
        DeadGroup(error="no chance", orders=1, first_failed_at=NOON, last_failed_at=NOON, example=THIRD),
    ]


def test_those_who_died_before_a_moment_are_found(world: World) -> None:
    world.failed(FIRST, 5, at=NOON)
    world.failed(SECOND, 5, at=NOON + timedelta(minutes=1))
    world.failed(THIRD, 4, at=NOON)
    world.failed(OrderKey("source2", 1), 5, at=NOON)
    world.arrived(OrderKey("source2", 1))

    portions = world.dead_orders.died_before(NOON + timedelta(seconds=30))

    assert [order for portion in portions for order in portion] == [
        DeadOrder(key=FIRST, message_id=order_message_id(*FIRST))
    ]


def test_failures_of_the_arrived_are_forgotten(world: World) -> None:
    world.failed(FIRST, 5)
    world.failed(SECOND, 5)
    world.arrived(FIRST)

    assert (world.dead_orders.forget_arrived(), world.attempts()) == (1, {SECOND: 5})


@pytest.mark.parametrize("selection", [None, ["source1:1"]])
def test_a_redrive_is_on_record_from_its_beginning(world: World, selection: list[str] | None) -> None:
    redrive = world.log.begin("orders", requested_by="me@here", selection=selection, per_second=2.5)
    begun = world.redrives()
    world.log.count(redrive, 7)
    world.log.finish(redrive)

    assert begun == [("orders", "me@here", selection, 0, False)]
    assert world.redrives() == [("orders", "me@here", selection, 7, True)]


def test_who_dies_during_a_redrive_did_not_die_before_it(world: World) -> None:
    redrive = world.log.begin("orders", requested_by="me@here", selection=None, per_second=None)
    world.dead_orders.bury([FIRST])

    portions = list(world.dead_orders.died_before(redrive.requested_at))

    assert [order for portion in portions for order in portion] == []
