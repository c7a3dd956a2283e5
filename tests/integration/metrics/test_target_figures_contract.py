"""Contract of `TargetFigures`: the in-memory twin and Postgres compute the same figures from the same records."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import psycopg
import pytest
from esteira.callbacks.callback import KeptCallback
from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.metrics.figures.callbacks import CallbackReading
from esteira.metrics.memory import MemoryTargetFigures
from esteira.metrics.ports import FailureReading, TargetFigures
from esteira.metrics.postgres.target_figures import PostgresTargetFigures
from esteira.reconciliation.memory.dead_letters import MemoryFailure

from tests.fixtures.clock import READ_AT
from tests.fixtures.messages import callback


class FiguresSetup(Protocol):
    """A target with test data. Minutes count from `READ_AT`."""

    @property
    def figures(self) -> TargetFigures: ...

    def callback(self, event_id: str, *, minute: int, attempt: int = 0, processed: bool = False) -> None:
        """Add a callback received at this minute."""

    def failed(self, source_id: int, *, minute: int, attempt: int) -> None:
        """Add an order whose last attempt failed at this minute."""

    def arrive(self, orders: int) -> None:
        """Add so many persisted orders."""


class MemoryFiguresSetup:
    def __init__(self) -> None:
        self.figures = MemoryTargetFigures()

    def callback(self, event_id: str, *, minute: int, attempt: int = 0, processed: bool = False) -> None:
        kept = KeptCallback(callback=callback(event_id), received_at=at(minute), attempt=attempt)
        self.figures.callback_repository.kept["acmepay", event_id] = replace(
            kept, processed_at=at(minute) if processed else None
        )

    def failed(self, source_id: int, *, minute: int, attempt: int) -> None:
        failure = MemoryFailure(attempt=attempt, error="no luck", failed_at=at(minute))
        self.figures.dead_orders.failures[OrderKey("source1", source_id)] = failure

    def arrive(self, orders: int) -> None:
        self.figures.arrived += orders


class PostgresFiguresSetup:
    def __init__(self, dsn: str, database: Database) -> None:
        self._dsn = dsn
        self.figures = PostgresTargetFigures(database)

    def callback(self, event_id: str, *, minute: int, attempt: int = 0, processed: bool = False) -> None:
        self._run(
            "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, received_at,"
            " attempt, processed_at) VALUES ('acmepay', %s, 'source1', 1, 'paid', 1, %s, %s, %s, %s)",
            *(event_id, at(minute), at(minute), attempt, at(minute) if processed else None),
        )

    def failed(self, source_id: int, *, minute: int, attempt: int) -> None:
        self._run(
            "INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)"
            " VALUES ('source1', %s, %s, %s, 'no luck', %s)",
            *(source_id, order_message_id("source1", source_id), attempt, at(minute)),
        )

    def arrive(self, orders: int) -> None:
        self._run(
            "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
            " SELECT 'source1', id, 'chair', 1, true, 1, gen_random_uuid(), '' FROM generate_series(1, %s) AS id",
            orders,
        )

    def _run(self, command: str, *values: object) -> None:
        with psycopg.connect(self._dsn) as connection:
            connection.execute(command.encode(), values)


@pytest.fixture(params=["memory", "postgres"])
def setup(request: pytest.FixtureRequest) -> FiguresSetup:
    if request.param == "memory":
        return MemoryFiguresSetup()
    return PostgresFiguresSetup(request.getfixturevalue("target_dsn"), request.getfixturevalue("target_database"))


def at(minute: int) -> datetime:
    return READ_AT + timedelta(minutes=minute)


def test_an_empty_target_has_no_figures(setup: FiguresSetup) -> None:
    figures = setup.figures

    assert (figures.callbacks(), figures.failures(), figures.persisted()) == (CallbackReading(), FailureReading(), 0)


def test_unprocessed_callbacks_are_counted_with_the_oldest_of_them(setup: FiguresSetup) -> None:
    setup.callback("e1", minute=1, processed=True)
    setup.callback("e2", minute=3)
    setup.callback("e3", minute=2)

    assert setup.figures.callbacks() == CallbackReading(unprocessed=2, oldest_at=at(2))


def test_dead_callbacks_are_unprocessed_and_have_an_age_of_their_own(setup: FiguresSetup) -> None:
    setup.callback("e1", minute=1, attempt=MAX_RECEIVES - 1)
    setup.callback("e2", minute=3, attempt=MAX_RECEIVES)
    setup.callback("e3", minute=2, attempt=MAX_RECEIVES)

    assert setup.figures.callbacks() == CallbackReading(unprocessed=3, oldest_at=at(1), oldest_dead_at=at(2))


def test_failures_that_will_be_retried_and_dead_ones_have_separate_ages(setup: FiguresSetup) -> None:
    setup.failed(1, minute=4, attempt=1)
    setup.failed(2, minute=3, attempt=MAX_RECEIVES - 1)
    setup.failed(3, minute=2, attempt=MAX_RECEIVES)
    setup.failed(4, minute=1, attempt=MAX_RECEIVES)

    assert setup.figures.failures() == FailureReading(oldest_retrying_at=at(3), oldest_dead_at=at(1))


def test_persisted_orders_are_counted_and_folding_changes_no_figure(setup: FiguresSetup) -> None:
    setup.arrive(7)
    before = setup.figures.persisted()

    setup.figures.fold_tallies()

    assert (before, setup.figures.persisted()) == (7, 7)
