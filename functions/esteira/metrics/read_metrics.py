"""The current values of all metrics, with their age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from esteira.core.clock import Clock
from esteira.metrics.metric import Metric
from esteira.metrics.ports import MetricsStore


@dataclass(frozen=True, kw_only=True)
class MetricsSnapshot:
    """What is known at `now`. `since` is when the store was empty for the last time; None while it still is."""

    now: datetime
    since: datetime | None
    metrics: Mapping[str, Metric]


def read_metrics(store: MetricsStore, clock: Clock) -> MetricsSnapshot:
    """All values by name, in the order of their names. Raises `MetricsUnavailable`."""
    board = store.read()
    return MetricsSnapshot(now=clock(), since=board.since, metrics=dict(sorted(board.metrics.items())))
