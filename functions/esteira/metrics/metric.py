"""A metric's value, and when it was measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from esteira.core.announcing.topics import Topic
from esteira.core.names import LANES
from esteira.metrics.catalogue import METRIC_KINDS, MetricKind, kind_of

STALE_AFTER_SECONDS = 90.0
"""A value older than this is stale: it is computed each minute, and the schedule can be half a minute late."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """The value of the metric `name`, measured at `at`. `note` names the meaning of a coded value, such as `slow`."""

    name: str
    value: float
    at: datetime
    labels: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @cached_property
    def kind(self) -> MetricKind:
        """Its row of the catalogue. Raises `LookupError` if there is none."""
        if kind := kind_of(self.name):
            return kind
        raise LookupError(self.name)

    @property
    def topic(self) -> Topic:
        """The topic of its changes."""
        return self.kind.topic or _lane(self.labels["lane"])

    def age_seconds(self, now: datetime) -> float:
        """Return the seconds since it was measured; 0 if that time is in the future of `now`, by another clock."""
        return max(0.0, (now - self.at).total_seconds())

    def is_stale(self, now: datetime) -> bool:
        """Return whether it was measured more than `STALE_AFTER_SECONDS` ago."""
        return self.age_seconds(now) > STALE_AFTER_SECONDS


def metric(pattern: str, value: float, at: datetime, *, note: str = "", **labels: str) -> Metric:
    """Return a value of the catalogue's row `pattern`. Raises `KeyError` if there is no such row."""
    return Metric(name=METRIC_KINDS[pattern].name(**labels), value=value, at=at, labels=labels, note=note)


def seconds_since(time: datetime | None, now: datetime) -> float:
    """Return the seconds since a time; 0 for None."""
    return max(0.0, (now - time).total_seconds()) if time else 0.0


def _lane(label: str) -> Topic:
    return next((lane for lane in LANES if lane == label), "orders")
