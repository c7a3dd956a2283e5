"""One figure, and when it was true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from esteira.core.announcing.topics import Topic
from esteira.core.names import LANES
from esteira.metrics.catalogue import METRIC_KINDS, MetricKind, kind_of

STALE_AFTER_SECONDS = 90.0
"""A value older than this is shown as old: the schedule computes each minute, and may come half a minute late."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A value of the metric `name` at `at`. `note` says in a word what a coded value means."""

    name: str
    value: float
    at: datetime
    labels: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @cached_property
    def kind(self) -> MetricKind:
        """Its row of the table. Raises `LookupError` for a name that nothing is called."""
        if kind := kind_of(self.name):
            return kind
        raise LookupError(self.name)

    @property
    def topic(self) -> Topic:
        """What a change of it is announced under."""
        return self.kind.topic or _lane(self.labels["lane"])

    def age_seconds(self, now: datetime) -> float:
        """How long ago it was true; 0 where the clocks of writer and reader disagree."""
        return max(0.0, (now - self.at).total_seconds())

    def is_stale(self, now: datetime) -> bool:
        """Whether nobody has looked for too long."""
        return self.age_seconds(now) > STALE_AFTER_SECONDS


def metric(pattern: str, value: float, at: datetime, *, note: str = "", **labels: str) -> Metric:
    """A value of a row of the table. Raises `KeyError` where there is no such row."""
    return Metric(name=METRIC_KINDS[pattern].name(**labels), value=value, at=at, labels=labels, note=note)


def seconds_since(moment: datetime | None, now: datetime) -> float:
    """The age of something that may not be there: 0 then."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def _lane(label: str) -> Topic:
    return next((lane for lane in LANES if lane == label), "orders")
