"""Reads the current values of all metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from esteira.core.clock import Clock
from esteira.metrics.metric import Metric
from esteira.metrics.ports import MetricsStore


@dataclass(frozen=True, kw_only=True)
class MetricsSnapshot:
    """The stored values, read at `now`. `since` is the store's first write since it was last empty; None if empty."""

    now: datetime
    since: datetime | None
    metrics: Mapping[str, Metric]


def read_metrics(store: MetricsStore, clock: Clock) -> MetricsSnapshot:
    """Return all values, ordered by name. Raises `MetricsUnavailable`."""
    stored = store.read()
    return MetricsSnapshot(now=clock(), since=stored.since, metrics=dict(sorted(stored.metrics.items())))
