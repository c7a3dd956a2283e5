"""A metric's history: `from`, `to` and `step`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, Field

from esteira.core.errors import NotFound
from esteira.metrics.catalogue import kind_of
from esteira.metrics.history import stretch
from esteira.metrics.ports import MetricsStore
from esteira.metrics.ring_buffer import Point


class ReadHistory(BaseModel, frozen=True, extra="forbid"):
    """Times in ISO 8601 with a zone or as seconds since 1970; `step` in seconds. All may be left out."""

    since: AwareDatetime | None = Field(default=None, alias="from")
    until: AwareDatetime | None = Field(default=None, alias="to")
    step: int | None = None


@dataclass(frozen=True, kw_only=True)
class MetricHistory:
    """Points in order, each at the beginning of its step. `since`: before it there is no history of anything."""

    name: str
    unit: str
    step_seconds: int
    since: datetime | None
    points: Sequence[Point]


def read_history(store: MetricsStore, name: str, query: ReadHistory, now: datetime) -> MetricHistory:
    """What is known of that time; may be nothing. Raises `NotFound`, `BadRequest` and `MetricsUnavailable`."""
    kind = kind_of(name)
    if kind is None:
        raise NotFound(f"(metric {name[:100]}; GET /metrics lists those there are)")
    asked = stretch(since=query.since, until=query.until, step_seconds=query.step, now=now)
    trace = store.trace(name, asked.ring, asked.since, asked.until)
    return MetricHistory(
        name=name, unit=kind.unit, step_seconds=asked.ring.step_seconds, since=trace.since, points=trace.points
    )
