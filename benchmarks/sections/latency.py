"""Latency: from the commit of an insert to the row in the target, at several rates and alone on a quiet system.

The program that inserted asks for a publish over HTTP, as soon as the one before has returned; the target is read every
20 ms, so a latency is up to 20 ms too long.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from statistics import median
from threading import Event
from time import perf_counter, sleep
from typing import Any

import psycopg

from benchmarks.contenders.esteira import EsteiraPipeline
from benchmarks.measure.figures import percentile
from benchmarks.measure.installation import own_installation
from benchmarks.measure.orders import NewOrders
from benchmarks.sections.options import Options, progress
from tests.harness.waiting import wait_for

RATES = (1, 10, 100, 300)
SINGLE_ORDERS = 10
WARM_UP_ORDERS = 500
POLL_SECONDS = 0.02
LIMIT_SECONDS = 300

INSERT = b"INSERT INTO orders (id, product, price, security_check) VALUES (%s, 'pen', 1.5, true)"
ARRIVED = b"SELECT source_id FROM orders WHERE source = %s AND source_id = ANY(%s)"


def latency(options: Options) -> dict[str, Any]:
    """Return p50 and p99 in seconds for each rate, kept for `seconds`, and for single orders."""
    with own_installation(sources=1) as installation:
        new_orders = NewOrders()
        pipeline = EsteiraPipeline(installation, new_orders)
        pipeline.run(WARM_UP_ORDERS)
        source = pipeline.sources[0]
        dsns = installation.environment.sources[source], installation.environment.target_dsn
        with closing(_Stream(pipeline, source, *dsns)) as stream:
            lines = [_line("single, quiet", stream.singles(new_orders.choose(source, SINGLE_ORDERS)))]
            for rate in RATES:
                ids = new_orders.choose(source, rate * options.seconds)
                lines.append(_line(f"{rate} orders/s", stream.flow(ids, per_second=rate)))
    return {"lines": lines}


def _line(name: str, seconds: Sequence[float]) -> dict[str, Any]:
    line = {"name": name, "orders": len(seconds), "p50": median(seconds), "p99": percentile(seconds, 99)}
    progress(f"{name}: p50 {line['p50']:.2f} s, p99 {line['p99']:.2f} s")
    return line


class _Stream:
    """Inserts orders one by one, each in a transaction of its own, and notes when each has arrived."""

    def __init__(self, pipeline: EsteiraPipeline, source: str, source_dsn: str, target_dsn: str) -> None:
        self._pipeline = pipeline
        self._name = source
        self._source = psycopg.connect(source_dsn, autocommit=True)
        self._target = psycopg.connect(target_dsn, autocommit=True)

    def close(self) -> None:
        """Close the connections."""
        self._source.close()
        self._target.close()

    def singles(self, ids: Sequence[int]) -> list[float]:
        """Insert one order after the other, each when nothing is in motion."""
        found: list[float] = []
        for row_id in ids:
            self._pipeline.wait_at_rest()
            found += self.flow([row_id], per_second=1)
        return found

    def flow(self, ids: Sequence[int], *, per_second: float) -> list[float]:
        """Insert orders at this rate and return the latency of each in seconds."""
        committed: dict[int, float] = {}
        arrived: dict[int, float] = {}
        inserted, done = Event(), Event()
        with ThreadPoolExecutor(2) as threads:
            inserting = threads.submit(self._insert, ids, per_second, committed, inserted)
            publishing = threads.submit(self._publish, inserted, done)
            try:
                wait_for(
                    f"{len(ids)} orders arrived",
                    lambda: self._note(committed, arrived) and len(arrived) == len(ids),
                    within_seconds=len(ids) / per_second + LIMIT_SECONDS,
                    every_seconds=POLL_SECONDS,
                )
            finally:
                done.set()
                inserted.set()
            inserting.result()
            publishing.result()
        return [arrived[row_id] - committed[row_id] for row_id in ids]

    def _insert(self, ids: Sequence[int], per_second: float, committed: dict[int, float], inserted: Event) -> None:
        started_at = perf_counter()
        for number, row_id in enumerate(ids):
            sleep(max(0.0, started_at + number / per_second - perf_counter()))
            self._source.execute(INSERT, (row_id,))
            committed[row_id] = perf_counter()
            inserted.set()

    def _publish(self, inserted: Event, done: Event) -> None:
        while not done.is_set():
            inserted.wait()
            inserted.clear()
            self._pipeline.publish(self._name)

    def _note(self, committed: Mapping[int, float], arrived: dict[int, float]) -> bool:
        waiting = [row_id for row_id in list(committed) if row_id not in arrived]
        for (row_id,) in self._target.execute(ARRIVED, (self._name, waiting)).fetchall():
            arrived[row_id] = perf_counter()
        return True
