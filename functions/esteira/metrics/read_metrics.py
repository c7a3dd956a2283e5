"""Reads the current values of all metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from esteira.core.clock import Clock
from esteira.metrics.figures.tokens import with_current_states
from esteira.metrics.metric import Metric
from esteira.metrics.ports import MetricsStore


@dataclass(frozen=True, kw_only=True)
class MetricsSnapshot:
    """The stored values, read at `now`. `since` is the store's first write since it was last empty; None if empty."""

    now: datetime
    since: datetime | None
    metrics: Mapping[str, Metric]


def read_metrics(store: MetricsStore, clock: Clock) -> MetricsSnapshot:
    """Return all values, ordered by name; states of tokens are those of now. Raises `MetricsUnavailable`."""
    stored, now = store.read(), clock()
    metrics = with_current_states(stored.metrics, now)
    return MetricsSnapshot(now=now, since=stored.since, metrics=dict(sorted(metrics.items())))
