"""Counts the workers of a fleet periodically, by their processes rather than by their heartbeats."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from esteira.core.names import Lane

from tests.harness.bridge import Bridge

EVERY_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Count:
    """The number of workers of a lane with a running process at `at`, in seconds of the monotonic clock."""

    at: float
    workers: int


@dataclass(frozen=True, kw_only=True)
class WorkerCounts:
    """All counts of one lane in time order. The list grows during the block of `counting_workers`."""

    counts: list[Count] = field(default_factory=list)

    @property
    def most(self) -> int:
        """The highest count."""
        return max(count.workers for count in self.counts)

    def longest_seconds_above(self, limit: int) -> float:
        """Return the longest period in which every count was above `limit`."""
        return max((run[-1].at - run[0].at for run in self._runs_above(limit)), default=0.0)

    def _runs_above(self, limit: int) -> Iterator[Sequence[Count]]:
        run: list[Count] = []
        for count in self.counts:
            run.append(count)
            if count.workers <= limit:
                if len(run) > 1:
                    yield run
                run = []
        if run:
            yield run


@contextmanager
def counting_workers(bridge: Bridge, lane: Lane = "orders") -> Iterator[WorkerCounts]:
    """Count the workers of a lane during the block."""
    worker_counts, stop = WorkerCounts(), Event()

    def count() -> None:
        while not stop.wait(EVERY_SECONDS):
            workers = sum(name.startswith(f"{lane}-") for name in bridge.workers())
            worker_counts.counts.append(Count(at=time.monotonic(), workers=workers))

    with ThreadPoolExecutor(1, thread_name_prefix="worker-counter") as thread:
        counting = thread.submit(count)
        try:
            yield worker_counts
        finally:
            stop.set()
            counting.result(timeout=10)
