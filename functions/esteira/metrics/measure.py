"""The parts of a computation of metrics. Each measures one subject, and fails without affecting the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.core.errors import SOURCE_FAULTS
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.queue.ports import QueueDepthReader
from esteira.metrics.figures.callbacks import Bands, callback_metrics
from esteira.metrics.figures.ledger import is_suspicious, ledger_metrics
from esteira.metrics.figures.queues import LaneReading, queue_metrics
from esteira.metrics.figures.sources import SourceProgress, source_metrics, unread_source_metrics
from esteira.metrics.figures.tokens import token_metrics
from esteira.metrics.figures.workers import flow_metrics, worker_metrics
from esteira.metrics.metric import Metric
from esteira.metrics.ports import TargetFigures
from esteira.producer.ports import Restarts, Source
from esteira.reconciliation.ports import CursorReader, SourceLedgerReader
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger
from esteira.scaling.ports import HeartbeatStore, PlanCache
from esteira.tokens.ports import TokenRepository

Ages = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, kw_only=True)
class MetricsPart:
    """The metrics whose names begin with `prefix`. `measure(at)` returns them all, or raises `EsteiraError`."""

    prefix: str
    measure: Callable[[datetime], Sequence[Metric]]


def callbacks_part(figures: TargetFigures, bands: Bands) -> MetricsPart:
    """Return the part that measures the unprocessed callbacks."""
    return MetricsPart(prefix="callbacks.", measure=lambda at: callback_metrics(figures.callbacks(), bands, at))


def tokens_part(tokens: TokenRepository, *, default_margin: timedelta) -> MetricsPart:
    """Return the part that measures all integration tokens. `default_margin` applies to tokens without a margin."""

    def measure(at: datetime) -> Sequence[Metric]:
        return token_metrics([token.life(default_margin) for token in tokens.all()], at)

    return MetricsPart(prefix="token.", measure=measure)


def queue_part(
    lane: Lane, queue: QueueDepthReader, dead_letters: QueueDepthReader, figures: TargetFigures
) -> MetricsPart:
    """Return the part that measures a lane's two queues, with the ages recorded in the target."""

    def measure(at: datetime) -> Sequence[Metric]:
        oldest_at, oldest_dead_at = OLDEST.get(lane, _not_recorded)(figures)
        reading = LaneReading(
            queue=queue.read(), dead_letters=dead_letters.read(), oldest_at=oldest_at, oldest_dead_at=oldest_dead_at
        )
        return queue_metrics(lane, reading, at)

    return MetricsPart(prefix=f"queue.{lane}.", measure=measure)


def source_part(
    source: Source, ledger_reader: SourceLedgerReader, cursors: CursorReader, restarts: Restarts
) -> MetricsPart:
    """Return the part that measures one source. A source that cannot be read has one figure, which says so."""

    def measure(at: datetime) -> Sequence[Metric]:
        try:
            inspection = source.inspect()
            lag_rows = ledger_reader.count(cursors.position(source.name)).past
        except SOURCE_FAULTS as error:
            logger.warning("source not measured", action="compute_metrics", source=source.name, error=str(error))
            return unread_source_metrics(source.name, at)
        progress = SourceProgress(
            lag_rows=lag_rows,
            horizon_age_seconds=inspection.horizon_age_seconds,
            restarted=source.name in restarts.open(),
        )
        return source_metrics(source.name, progress, at)

    return MetricsPart(prefix=f"source.{source.name}.", measure=measure)


def workers_part(beats: HeartbeatStore, plans: PlanCache) -> MetricsPart:
    """Return the part that measures the workers of all lanes."""
    return MetricsPart(prefix="workers.", measure=lambda at: worker_metrics(beats.beats(), plans.get(), at))


def flow_part(plans: PlanCache) -> MetricsPart:
    """Return the part that measures the manager's plan."""
    return MetricsPart(prefix="flow.", measure=lambda at: flow_metrics(plans.get(), at))


def tallied_ledger_part(tallied: LedgerDeps, counted: LedgerDeps) -> MetricsPart:
    """Return the part that measures the ledger by running tallies.

    Tallies that do not balance are verified by counting all rows, so that there are no false alarms.
    """

    def measure(at: datetime) -> Sequence[Metric]:
        ledger = read_ledger(tallied, tries=1)
        return ledger_metrics(read_ledger(counted) if is_suspicious(ledger) else ledger, at)

    return MetricsPart(prefix="ledger.", measure=measure)


def counted_ledger_part(counted: LedgerDeps, figures: TargetFigures) -> MetricsPart:
    """Return the part that measures the ledger by counting every table. Folds the tallies, which keeps them small."""

    def measure(at: datetime) -> Sequence[Metric]:
        figures.fold_tallies()
        return ledger_metrics(read_ledger(counted), at)

    return MetricsPart(prefix="ledger.", measure=measure)


def _oldest_order(figures: TargetFigures) -> Ages:
    failures = figures.failures()
    return failures.oldest_retrying_at, failures.oldest_dead_at


def _oldest_callback(figures: TargetFigures) -> Ages:
    callbacks = figures.callbacks()
    return callbacks.oldest_at, callbacks.oldest_dead_at


def _oldest_look_up(figures: TargetFigures) -> Ages:
    tasks = figures.tasks()
    return tasks.oldest_at, tasks.oldest_dead_at


def _not_recorded(_figures: TargetFigures) -> Ages:
    return None, None


OLDEST: Mapping[Lane, Callable[[TargetFigures], Ages]] = {
    "orders": _oldest_order,
    "payments": _oldest_callback,
    "lookups": _oldest_look_up,
}
"""Since when the oldest message of a lane is retried, and since when the oldest dead one is dead. A lane may have none:
its target records no times."""
