"""The parts of a computation of metrics: each measures one thing, and fails without stopping the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.core.names import Lane
from esteira.core.queue.ports import QueueGauge
from esteira.metrics.figures.callbacks import Bands, callback_metrics
from esteira.metrics.figures.ledger import is_suspicious, ledger_metrics
from esteira.metrics.figures.queues import LaneReading, queue_metrics
from esteira.metrics.figures.sources import SourceProgress, source_metrics
from esteira.metrics.figures.tokens import token_metrics
from esteira.metrics.figures.workers import flow_metrics, worker_metrics
from esteira.metrics.metric import Metric
from esteira.metrics.ports import TargetFigures
from esteira.producer.ports import Source
from esteira.reconciliation.ports import CursorReader, SourceBooks
from esteira.reconciliation.read_ledger import Books, read_ledger
from esteira.scaling.ports import HeartbeatStore, PlanCache
from esteira.tokens.ports import TokenVault


@dataclass(frozen=True, kw_only=True)
class Part:
    """All metrics whose names begin with `prefix`. `measure` answers them for a moment, or raises `EsteiraError`."""

    prefix: str
    measure: Callable[[datetime], Sequence[Metric]]


def callbacks_part(figures: TargetFigures, bands: Bands) -> Part:
    """The unprocessed callbacks."""
    return Part(prefix="callbacks.", measure=lambda at: callback_metrics(figures.callbacks(), bands, at))


def tokens_part(tokens: TokenVault, *, default_margin: timedelta) -> Part:
    """All integration tokens. `default_margin` is for those without a margin of their own."""

    def measure(at: datetime) -> Sequence[Metric]:
        return token_metrics([token.life(default_margin) for token in tokens.all()], at)

    return Part(prefix="token.", measure=measure)


def queue_part(lane: Lane, queue: QueueGauge, dead_letters: QueueGauge, figures: TargetFigures) -> Part:
    """A lane's two queues, with the ages that the target knows."""

    def measure(at: datetime) -> Sequence[Metric]:
        oldest_at, oldest_dead_at = _oldest(lane, figures)
        reading = LaneReading(
            queue=queue.read(), dead_letters=dead_letters.read(), oldest_at=oldest_at, oldest_dead_at=oldest_dead_at
        )
        return queue_metrics(lane, reading, at)

    return Part(prefix=f"queue.{lane}.", measure=measure)


def source_part(source: Source, books: SourceBooks, places: CursorReader) -> Part:
    """One source."""

    def measure(at: datetime) -> Sequence[Metric]:
        inspection = source.inspect()
        lag_rows = books.count(places.position(source.name)).past
        progress = SourceProgress(lag_rows=lag_rows, horizon_age_seconds=inspection.horizon_age_seconds)
        return source_metrics(source.name, progress, at)

    return Part(prefix=f"source.{source.name}.", measure=measure)


def workers_part(beats: HeartbeatStore, plans: PlanCache) -> Part:
    """The workers of all lanes."""
    return Part(prefix="workers.", measure=lambda at: worker_metrics(beats.beats(), plans.get(), at))


def flow_part(plans: PlanCache) -> Part:
    """What the manager has decided."""
    return Part(prefix="flow.", measure=lambda at: flow_metrics(plans.get(), at))


def tallied_ledger_part(tallied: Books, counted: Books) -> Part:
    """The ledger by running tallies; counted out as soon as they do not balance, so that no alarm is a false one."""

    def measure(at: datetime) -> Sequence[Metric]:
        ledger = read_ledger(tallied, tries=1)
        return ledger_metrics(read_ledger(counted) if is_suspicious(ledger) else ledger, at)

    return Part(prefix="ledger.", measure=measure)


def counted_ledger_part(counted: Books, figures: TargetFigures) -> Part:
    """The ledger by counting every table; makes the next one by tallies cheap."""

    def measure(at: datetime) -> Sequence[Metric]:
        figures.tidy()
        return ledger_metrics(read_ledger(counted), at)

    return Part(prefix="ledger.", measure=measure)


def _oldest(lane: Lane, figures: TargetFigures) -> tuple[datetime | None, datetime | None]:
    if lane == "payments":
        callbacks = figures.callbacks()
        return callbacks.oldest_at, callbacks.oldest_dead_at
    failures = figures.failures()
    return failures.oldest_retrying_at, failures.oldest_dead_at
