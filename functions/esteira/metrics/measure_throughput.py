"""Rates, from the growth of counts since they were last read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from esteira.metrics.figures.functions import function_totals
from esteira.metrics.figures.tasks import task_totals
from esteira.metrics.figures.throughput import ORDERS, Mark, attempt_totals, is_too_soon, rates
from esteira.metrics.metric import Metric
from esteira.metrics.ports import MetricsStore, TargetFigures


@dataclass(frozen=True, kw_only=True)
class ThroughputDeps:
    """The counts that only grow: orders in the target, and the counts of consumers, functions and workers."""

    figures: TargetFigures
    store: MetricsStore


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Rates and totals. `mark` replaces the stored one; None leaves it."""

    metrics: Sequence[Metric] = ()
    mark: Mark | None = None


def measure_throughput(counter: ThroughputDeps, before: Mark | None, at: datetime) -> Rates:
    """Return the totals, and the rates since `before`: no rates without it, or when too little time has passed.

    Raises `TargetUnavailable` and `MetricsUnavailable`.
    """
    counts = {**counter.store.counts(), ORDERS: counter.figures.persisted()}
    totals = [*attempt_totals(counts, at), *task_totals(counts, at), *function_totals(counts, at)]
    after = Mark(at=at, counts=counts)
    if before is None:
        return Rates(metrics=totals, mark=after)
    if is_too_soon(before, at):
        return Rates(metrics=totals)
    return Rates(metrics=[*rates(before, after), *totals], mark=after)
