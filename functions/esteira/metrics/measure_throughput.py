"""Rates, from what has been counted since the last look."""

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
    """What only grows: the orders in the target, and what consumers, functions and workers count as they go."""

    figures: TargetFigures
    store: MetricsStore


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Rates and totals; no mark where the last one is still good."""

    metrics: Sequence[Metric] = ()
    mark: Mark | None = None


def measure_throughput(counter: ThroughputDeps, before: Mark | None, at: datetime) -> Rates:
    """The rates since `before`: none without it, and none so soon after it that they would mean nothing.

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
