"""Where metrics come from beside the ledger's ports, where they are kept, and who is told of a change."""

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
    """Since when the oldest failed order waits to come again, and since when the oldest dead one is dead."""

    oldest_retrying_at: datetime | None = None
    oldest_dead_at: datetime | None = None


class TargetFigures(Protocol):
    """Figures of the target. All raise `TargetUnavailable`."""

    def callbacks(self) -> CallbackReading:
        """The unprocessed callbacks."""
        ...

    def failures(self) -> FailureReading:
        """The orders that failed."""
        ...

    def persisted(self) -> int:
        """How many orders have arrived, of all sources."""
        ...

    def tidy(self) -> None:
        """Makes the next reading cheap again; changes no figure."""
        ...


@dataclass(frozen=True, kw_only=True)
class MetricsReport:
    """What one computation found. `gone` are the names that mean nothing any more."""

    at: datetime
    metrics: Sequence[Metric]
    gone: frozenset[str] = frozenset()
    mark: Mark | None = None
    """The counts that the next rates are taken from; None leaves them as they are."""


@dataclass(frozen=True, kw_only=True)
class StoredMetrics:
    """The current values by name, since when there are any (None: there are none), and the last mark."""

    since: datetime | None = None
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    mark: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class HistorySlice:
    """A stretch of a metric's history, and since when there is any history at all (None: there is none)."""

    since: datetime | None = None
    points: Sequence[Point] = ()


class MetricsStore(Protocol):
    """Current values and history in fixed memory. All raise `MetricsUnavailable`; lost, it starts again empty (R13)."""

    def write(self, report: MetricsReport) -> None:
        """Makes these the current values, adds them to every ring, and forgets what is gone."""
        ...

    def read(self) -> StoredMetrics:
        """All current values."""
        ...

    def trace(self, name: str, ring: Ring, since: datetime, until: datetime) -> HistorySlice:
        """What a ring of a metric holds of the spans that touch this stretch of time."""
        ...

    def counts(self) -> Mapping[str, int]:
        """What was counted along with the changes announced."""
        ...
