"""Reads a metric's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field

from esteira.core.errors import NotFound
from esteira.core.moments import MomentOrSeconds
from esteira.core.numbers import Whole
from esteira.metrics.catalogue import kind_of
from esteira.metrics.history import history_range
from esteira.metrics.ports import MetricsStore
from esteira.metrics.ring_buffer import Point


class ReadHistory(BaseModel, frozen=True, extra="forbid"):
    """Query: times in ISO 8601 with a zone or as seconds since 1970, `step` in seconds. All are optional."""

    since: MomentOrSeconds | None = Field(default=None, alias="from")
    until: MomentOrSeconds | None = Field(default=None, alias="to")
    step: Whole | None = None


@dataclass(frozen=True, kw_only=True)
class MetricHistory:
    """Points in order of time, each at the beginning of its step. `since`: start of the history of all metrics."""

    name: str
    unit: str
    step_seconds: int
    since: datetime | None
    points: Sequence[Point]


def read_history(store: MetricsStore, name: str, query: ReadHistory, now: datetime) -> MetricHistory:
    """Return the points in that period, possibly none. Raises `NotFound`, `Unprocessable` and `MetricsUnavailable`."""
    kind = kind_of(name)
    if kind is None:
        raise NotFound(f"(metric {name[:100]}; GET /metrics lists all metrics)")
    period = history_range(since=query.since, until=query.until, step_seconds=query.step, now=now)
    found = store.history(name, period.ring, period.since, period.until)
    return MetricHistory(
        name=name, unit=kind.unit, step_seconds=period.ring.step_seconds, since=found.since, points=found.points
    )
