"""Running tallies equal counted rows in every snapshot, whatever changes are made to the tables."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from esteira.core.errors import SourceUnavailable
from esteira.core.names import CursorMode
from esteira.core.postgres.database import Database
from esteira.metrics.compute_metrics import compute_metrics
from esteira.metrics.postgres.target_figures import PostgresTargetFigures
from esteira.metrics.wiring import Metrics
from esteira.producer.cursor import START, Position
from esteira.reconciliation.postgres.source_ledger import PostgresSourceLedgerReader
from esteira.reconciliation.postgres.tallied_ledger import (
    COUNT_LIFE_SECONDS,
    TalliedSourceLedgerReader,
    TalliedTargetLedgerReader,
)
from esteira.reconciliation.postgres.target_ledger import PostgresTargetLedgerReader
from pydantic import SecretStr

from tests.harness.pipeline import Pipeline

ARRIVE = (
    "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
    " SELECT %s, id, 'chair', 1, true, 1, gen_random_uuid(), 'x' FROM generate_series(%s::bigint, %s::bigint) AS id"
    " ON CONFLICT DO NOTHING"
)


class TalliedTarget:
    """A target, its ledger by tallies and by counting, and changes of its rows."""

    def __init__(self, dsn: str, database: Database) -> None:
        self.dsn = dsn
        self.tallied, self.counted = TalliedTargetLedgerReader(database), PostgresTargetLedgerReader(database)
        self.figures = PostgresTargetFigures(database)

    def do(self, command: str, *values: object) -> None:
        with psycopg.connect(self.dsn) as connection:
            connection.execute(command.encode(), values)

    def arrive(self, source: str, first: int, last: int) -> None:
        self.do(ARRIVE, source, first, last)


@pytest.fixture
def target(target_dsn: str, target_database: Database) -> TalliedTarget:
    return TalliedTarget(target_dsn, target_database)


def test_conflicts_and_untried_orders_are_tallied_as_they_are_counted(target: TalliedTarget) -> None:
    target.arrive("source1", 1, 3)
    target.do(
        "INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error)"
        " SELECT 'source1', id, contents, gen_random_uuid(), '{}', 5, 'why'"
        " FROM (VALUES (1, 'x'), (2, 'y'), (2, 'z'), (9, 'y')) AS failed (id, contents)"
    )
    target.do(
        "INSERT INTO order_failures (source, source_id, message_id, attempt, error, attempted)"
        " VALUES ('source1', 5, gen_random_uuid(), 5, 'why', false)"
    )

    states = target.tallied.target_states()["source1"]

    assert target.tallied.target_states() == target.counted.target_states()
    assert (states.persisted.rows, states.conflict.rows, states.unattempted) == (2, 1, 1)


def test_an_order_inserted_twice_is_tallied_once(target: TalliedTarget) -> None:
    target.arrive("source1", 1, 10)
    target.arrive("source1", 5, 15)
    target.arrive("source2", 1, 3)

    assert target.tallied.target_states() == target.counted.target_states()
    assert target.figures.persisted() == 18


def test_deleted_orders_are_no_longer_tallied(target: TalliedTarget) -> None:
    target.arrive("source1", 1, 10)
    target.do("DELETE FROM orders WHERE source_id > 7")
    after_deletion = target.tallied.target_states(), target.counted.target_states()
    target.do("TRUNCATE orders")

    assert after_deletion[0] == after_deletion[1]
    assert target.tallied.target_states() == {}


def test_orders_of_a_rolled_back_transaction_are_not_tallied(target: TalliedTarget) -> None:
    with psycopg.connect(target.dsn) as connection:
        connection.execute(ARRIVE.encode(), ["source1", 1, 10])
        connection.rollback()

    assert target.figures.persisted() == 0


def test_folding_changes_no_figure_while_orders_are_written(target: TalliedTarget) -> None:
    def write(source: str) -> None:
        for first in range(1, 100, 3):
            target.arrive(source, first, first + 4)

    with ThreadPoolExecutor(2) as threads:
        writers = [threads.submit(write, source) for source in ("source1", "source2")]
        while not all(writer.done() for writer in writers):
            target.figures.fold_tallies()
    target.figures.fold_tallies()

    assert [writer.exception() for writer in writers] == [None, None]
    assert target.tallied.target_states() == target.counted.target_states()
    with psycopg.connect(target.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM order_tallies").fetchone() == (2,)


def test_tallied_failures_and_rejects_equal_the_counted_ones(target: TalliedTarget) -> None:
    target.arrive("source1", 1, 5)
    target.do(
        "INSERT INTO order_failures (source, source_id, message_id, attempt, error)"
        " SELECT 'source1', id, gen_random_uuid(), id - 5, 'no' FROM generate_series(6, 10) AS id"
    )
    target.do("INSERT INTO producer_rejects (source, source_id, reason) VALUES ('source1', 11, 'no'), ('s2', 1, 'no')")

    assert target.tallied.target_states() == target.counted.target_states()


@pytest.fixture(params=["xid", "sequence"])
def source(request: pytest.FixtureRequest, migrated_source: Callable[[], str]) -> Iterator["TalliedSource"]:
    source = TalliedSource(migrated_source(), request.param)
    yield source
    source.database.close()


class TalliedSource:
    """A source, its ledger by tallies and by counting, and the clock of the cached counts."""

    def __init__(self, dsn: str, mode: CursorMode) -> None:
        self.dsn, self.mode, self.now = dsn, mode, 0.0
        self.database = Database(SecretStr(dsn), unavailable=SourceUnavailable)
        self.counted = PostgresSourceLedgerReader(self.database, mode)
        self.tallied = TalliedSourceLedgerReader(self.database, mode, monotonic=lambda: self.now)

    def fill(self, count: int) -> Position:
        """Add so many orders, and return the position of the last."""
        with psycopg.connect(self.dsn) as connection:
            connection.execute(
                "INSERT INTO orders (product, price, security_check)"
                " SELECT 'chair', 1, true FROM generate_series(1, %s)",
                [count],
            )
            last = connection.execute("SELECT sync_xid::text, id FROM orders ORDER BY id DESC LIMIT 1").fetchone()
        assert last
        return Position(x=int(last[0]) if self.mode == "xid" else 0, id=last[1])


def test_both_counts_are_equal_as_the_cursor_moves_forward_and_back(source: TalliedSource) -> None:
    first, second = source.fill(5), source.fill(7)
    source.fill(3)
    cursors = [START, first, first, second, first, second]

    assert [source.tallied.count(cursor) for cursor in cursors] == [source.counted.count(cursor) for cursor in cursors]


def test_rows_deleted_behind_the_cursor_are_noticed_when_the_cache_expires(source: TalliedSource) -> None:
    cursor = source.fill(5)
    source.tallied.count(cursor)
    with psycopg.connect(source.dsn) as connection:
        connection.execute("DELETE FROM orders WHERE id = 2")

    source.now = COUNT_LIFE_SECONDS

    assert source.tallied.count(cursor) == source.counted.count(cursor)


def test_a_lost_order_counts_as_residual_at_once(pipeline: Pipeline, metrics: Metrics) -> None:
    pipeline.fill("source1", True, True, True)
    pipeline.publish()
    pipeline.consume()
    compute_metrics(metrics.quick)

    pipeline.in_target("DELETE FROM orders WHERE source_id = 2")
    compute_metrics(metrics.quick)

    current = metrics.store.read().metrics
    assert [current[f"ledger.{name}"].value for name in ("residual", "balanced", "persisted")] == [1, 0, 2]


def test_tallies_that_do_not_balance_are_verified_by_counting(pipeline: Pipeline, metrics: Metrics) -> None:
    pipeline.fill("source1", True, True, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.record_failures("source1", [1], attempt=5)

    compute_metrics(metrics.quick)

    current = metrics.store.read().metrics
    assert [current[f"ledger.{name}"].value for name in ("phantom", "overlapping", "persisted")] == [0, 1, 3]
