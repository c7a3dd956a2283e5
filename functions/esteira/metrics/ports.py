"""The ports of metrics: figures of the target that no other feature reads, and the store of values and history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from esteira.metrics.figures.callbacks import CallbackReading
from esteira.metrics.figures.throughput import Mark
from esteira.metrics.metric import Metric
from esteira.metrics.ring_buffer import Point, Ring


@dataclass(frozen=True, kw_only=True)
class FailureReading:
    """Time of the earliest last failure among the orders that will be retried, and among the dead ones."""

    oldest_retrying_at: datetime | None = None
    oldest_dead_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TaskReading:
    """When the oldest unfinished task of a look-up was queued, and when the oldest dead one died."""

    oldest_at: datetime | None = None
    oldest_dead_at: datetime | None = None


class TargetFigures(Protocol):
    """Figures of the target. All methods raise `TargetUnavailable`."""

    def callbacks(self) -> CallbackReading:
        """Return the number and ages of unprocessed callbacks."""
        ...

    def failures(self) -> FailureReading:
        """Return the ages of failed orders."""
        ...

    def tasks(self) -> TaskReading:
        """Return the ages of unfinished tasks of look-ups."""
        ...

    def persisted(self) -> int:
        """Return the number of orders in the target, of all sources."""
        ...

    def fold_tallies(self) -> None:
        """Combine the tallies of each source into one row, so that reading them stays cheap. Changes no figure."""
        ...


@dataclass(frozen=True, kw_only=True)
class MetricsReport:
    """The result of one computation. `removed`: names of metrics that no longer exist."""

    at: datetime
    metrics: Sequence[Metric]
    removed: frozenset[str] = frozenset()
    mark: Mark | None = None
    """The counts from which the next rates are computed; None leaves the stored ones unchanged."""


@dataclass(frozen=True, kw_only=True)
class StoredMetrics:
    """The current values by name, the time of the first write (None: the store is empty), and the last mark."""

    since: datetime | None = None
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    mark: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class HistorySlice:
    """Points of a metric's history, and the time of the store's first write (None: the store is empty)."""

    since: datetime | None = None
    points: Sequence[Point] = ()


class MetricsStore(Protocol):
    """Current values and history in fixed memory. All methods raise `MetricsUnavailable`.

    The data may be lost: the store then starts again empty (R13).
    """

    def write(self, report: MetricsReport) -> None:
        """Store the current values, add them to every ring buffer, and delete the removed metrics."""
        ...

    def read(self) -> StoredMetrics:
        """Return all current values."""
        ...

    def history(self, name: str, ring: Ring, since: datetime, until: datetime) -> HistorySlice:
        """Return the points of a metric's ring buffer whose spans overlap this period."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return the counts that announcers have added to."""
        ...
