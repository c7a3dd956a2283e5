"""In-memory twins of the ports of metrics."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.core.messages import MAX_RECEIVES
from esteira.metrics.figures.callbacks import CallbackReading
from esteira.metrics.figures.throughput import Mark
from esteira.metrics.metric import Metric
from esteira.metrics.ports import FailureReading, HistorySlice, MetricsReport, StoredMetrics, TaskReading
from esteira.metrics.ring_buffer import RINGS, SLOT, Ring, points, updated_slot
from esteira.reconciliation.memory.dead_letters import MemoryDeadOrders


@dataclass(kw_only=True)
class MemoryMetricsStore:
    """The port `MetricsStore`. It shares `counted` with a `MemoryAnnouncer`, as the Redis adapters share a hash."""

    counted: Counter[str] = field(default_factory=Counter)
    _since: datetime | None = None
    _mark: Mark | None = None
    _current: dict[str, Metric] = field(default_factory=dict)
    _rings: dict[tuple[str, int], bytearray] = field(default_factory=dict)

    def write(self, report: MetricsReport) -> None:
        """See `MetricsStore.write`."""
        self._since = self._since or report.at
        self._mark = report.mark or self._mark
        for figure in report.metrics:
            self._current[figure.name] = figure
            for ring in RINGS:
                self._write_slot(figure, ring, report.at)
        for name in report.removed:
            self._current.pop(name, None)
            for ring in RINGS:
                self._rings.pop((name, ring.step_seconds), None)

    def read(self) -> StoredMetrics:
        """See `MetricsStore.read`."""
        return StoredMetrics(since=self._since, metrics=dict(self._current), mark=self._mark)

    def history(self, name: str, ring: Ring, since: datetime, until: datetime) -> HistorySlice:
        """See `MetricsStore.history`."""
        content = bytes(self._rings.get((name, ring.step_seconds), b""))
        return HistorySlice(since=self._since, points=points(content, ring, since, until))

    def counts(self) -> Mapping[str, int]:
        """See `MetricsStore.counts`."""
        return dict(self.counted)

    def _write_slot(self, figure: Metric, ring: Ring, at: datetime) -> None:
        content = self._rings.setdefault((figure.name, ring.step_seconds), bytearray(ring.size_bytes))
        slot = slice(ring.offset(at), ring.offset(at) + SLOT.size)
        content[slot] = updated_slot(bytes(content[slot]), ring, figure.kind.keep, at, figure.value)


@dataclass(kw_only=True)
class MemoryTargetFigures:
    """The port `TargetFigures`, computed from the in-memory twins of the target's tables. Tests set `arrived` and
    `oldest_tasks`.
    """

    callback_repository: MemoryCallbackRepository = field(default_factory=MemoryCallbackRepository)
    dead_orders: MemoryDeadOrders = field(default_factory=MemoryDeadOrders)
    arrived: int = 0
    oldest_tasks: TaskReading = field(default_factory=TaskReading)

    def callbacks(self) -> CallbackReading:
        """See `TargetFigures.callbacks`."""
        unprocessed = [kept for kept in self.callback_repository.kept.values() if kept.processed_at is None]
        return CallbackReading(
            unprocessed=len(unprocessed),
            oldest_at=min((kept.received_at for kept in unprocessed), default=None),
            oldest_dead_at=min(
                (kept.received_at for kept in unprocessed if kept.attempt >= MAX_RECEIVES), default=None
            ),
        )

    def tasks(self) -> TaskReading:
        """See `TargetFigures.tasks`."""
        return self.oldest_tasks

    def failures(self) -> FailureReading:
        """See `TargetFigures.failures`."""
        failures = self.dead_orders.failures.values()
        return FailureReading(
            oldest_retrying_at=min((failure.failed_at for failure in failures if not failure.final), default=None),
            oldest_dead_at=min((failure.failed_at for failure in failures if failure.final), default=None),
        )

    def persisted(self) -> int:
        """See `TargetFigures.persisted`."""
        return self.arrived

    def fold_tallies(self) -> None:
        """See `TargetFigures.fold_tallies`."""
