"""Cost of the metrics: `python -m benchmarks.metrics [ROWS] [DEAD]`, on services of its own.

Measures the ledger by full count and by tallies, a whole computation (quick and thorough), the overhead of the tally
triggers on inserts into the target, and an announcement to a Redis that answers, is down, or hangs.
"""

import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from esteira.consumer.attempt_counts import attempts_counted
from esteira.consumer.outcomes import AttemptStatus
from esteira.core.announcing.announce import ChangePublisher, announce
from esteira.core.announcing.redis import RedisAnnouncer
from esteira.core.settings import LaneSettings, OperatorSettings, SourceSettings
from esteira.metrics.compute_metrics import compute_metrics
from esteira.metrics.wiring import Metrics
from esteira.reconciliation.read_ledger import read_ledger
from esteira.reconciliation.stores import OperatorStores
from pydantic import SecretStr

from tests.harness.ports import free_port
from tests.harness.postgres import Postgres, running_postgres
from tests.harness.queues import make_lane, running_moto, sqs_client
from tests.harness.redis import running_redis

SOURCES = ("source1", "source2")
BATCH_ROWS = 1000

FILL_SOURCE = """
INSERT INTO orders (product, price, security_check) SELECT 'chair', 10.5, true FROM generate_series(1, %s)
"""
INSERT_ARRIVED = """
INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)
SELECT %s, id, 'chair', 10.5, true, 1, gen_random_uuid(), md5(id::text) FROM generate_series(%s::bigint, %s::bigint) id
"""
INSERT_DEAD = """
INSERT INTO order_failures (source, source_id, message_id, attempt, error)
SELECT %s, id, gen_random_uuid(), 5, 'no' FROM generate_series(%s::bigint, %s::bigint) AS id
"""
INSERT_CHECKPOINT = """
INSERT INTO producer_checkpoint (source, epoch, x, id) VALUES (%s, %s, %s::text::xid8, %s)
"""


def main() -> None:
    """Run the benchmark and print one line per case."""
    rows, dead = (int(word) for word in (*sys.argv[1:], "200000", "40000")[:2])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(running_postgres(folder / "postgres"))
        redis = stack.enter_context(running_redis(folder / "redis"))
        sqs = sqs_client(stack.enter_context(running_moto(folder / "moto")))
        lane = make_lane(sqs)
        settings = _settings(postgres, redis.url, LaneSettings(queue_url=lane.queue_url, dlq_url=lane.dlq_url))
        metrics = Metrics(settings)
        _fill(settings, rows, dead)
        print(f"{rows} rows in {len(SOURCES)} sources, {dead} of them dead")
        _measure_ledger(metrics)
        _measure_tallies(postgres)
        _measure_announcements(redis.url)
        metrics.close()


def _measure_ledger(metrics: Metrics) -> None:
    counted, tallied = metrics.counted, metrics.tallied
    _report("ledger, counted", lambda: read_ledger(counted), times=7)
    _report("ledger, tallied", lambda: read_ledger(tallied, tries=1), times=30)
    _report("all metrics, thorough", lambda: compute_metrics(metrics.thorough), times=7)
    _report("all metrics, quick", lambda: compute_metrics(metrics.quick), times=30)


def _measure_tallies(postgres: Postgres) -> None:
    """Insert batches with and without the triggers in turn, one statement per batch as the consumer does."""
    with psycopg.connect(postgres.migrated("target"), autocommit=True) as target:
        seconds: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
        for turn in range(60):
            action = ("ENABLE", "DISABLE")[turn % 2]
            target.execute(f"ALTER TABLE orders {action} TRIGGER USER".encode())
            first = turn * BATCH_ROWS
            started = time.perf_counter()
            target.execute(INSERT_ARRIVED.encode(), ["source1", first + 1, first + BATCH_ROWS])
            seconds[action].append(time.perf_counter() - started)
    tallied, plain = (statistics.median(seconds[action]) * 1000 for action in ("ENABLE", "DISABLE"))
    print(f"insert of {BATCH_ROWS} orders: {tallied:.2f} ms tallied, {plain:.2f} ms not: ratio {tallied / plain:.3f}")


def _measure_announcements(url: str) -> None:
    counted = attempts_counted("orders", {AttemptStatus.SUCCEEDED: 900, AttemptStatus.FAILED: 100})
    with _hanging() as hanging:
        for name, address in (
            ("answers", url),
            ("is down", f"redis://127.0.0.1:{free_port()}/0"),
            ("hangs", hanging),
        ):
            publisher = ChangePublisher(announcer=RedisAnnouncer(SecretStr(address)))
            _report(f"announcement, Redis {name}", lambda: announce(publisher, "orders", counted), times=1000)  # noqa: B023


@contextmanager
def _hanging() -> Iterator[str]:
    """Return the URL of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def _report(name: str, work: Callable[[], object], *, times: int) -> None:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    median, worst = statistics.median(seconds), max(seconds)
    total = sum(seconds)
    print(f"{name}: median {median * 1000:.3f} ms, worst {worst * 1000:.1f} ms, {times} in {total:.2f} s")


def _settings(postgres: Postgres, redis_url: str, lane: LaneSettings) -> OperatorSettings:
    return OperatorSettings(
        sources={name: SourceSettings(dsn=SecretStr(postgres.migrated("source"))) for name in SOURCES},
        target_dsn=SecretStr(postgres.migrated("target")),
        redis_url=SecretStr(redis_url),
        mongo_url=SecretStr("mongodb://127.0.0.1:1/esteira"),
        lanes={"orders": lane, "payments": lane},
    )


def _fill(settings: OperatorSettings, rows: int, dead: int) -> None:
    """Fill the sources and mark all rows as published: arrived in the target, except the dead ones."""
    stores = OperatorStores(settings)
    each, dead_each = rows // len(SOURCES), dead // len(SOURCES)
    with psycopg.connect(settings.target_dsn.get_secret_value(), autocommit=True) as target:
        for name in SOURCES:
            with psycopg.connect(settings.sources[name].dsn.get_secret_value(), autocommit=True) as source:
                source.execute(FILL_SOURCE.encode(), [each])
                source.execute("VACUUM ANALYZE orders")
                found = source.execute("SELECT sync_xid::text, id FROM orders ORDER BY id DESC LIMIT 1").fetchone()
            assert found
            epoch = stores.cursor_locator.sources[name].inspect().epoch
            target.execute(INSERT_CHECKPOINT.encode(), [name, epoch, *found])
            for first in range(1, each - dead_each + 1, BATCH_ROWS):
                target.execute(INSERT_ARRIVED.encode(), [name, first, min(first + BATCH_ROWS - 1, each - dead_each)])
            target.execute(INSERT_DEAD.encode(), [name, each - dead_each + 1, each])
        target.execute("VACUUM ANALYZE orders")
    stores.close()


if __name__ == "__main__":
    main()
