"""Computes and stores all metrics. One that cannot be measured keeps its last value, whose age grows."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from esteira.core.clock import Clock
from esteira.core.errors import EsteiraError
from esteira.core.log import logger
from esteira.metrics.measure import MetricsPart
from esteira.metrics.measure_throughput import Rates, ThroughputDeps, measure_throughput
from esteira.metrics.metric import Metric
from esteira.metrics.ports import MetricsReport, MetricsStore, StoredMetrics

REMOVED_AFTER = timedelta(days=1)
"""A value that was not computed for so long belongs to something that was removed from the settings."""

CONCURRENT_PARTS = 4


@dataclass(frozen=True, kw_only=True)
class MetricsDeps:
    """Dependencies of `compute_metrics`: the parts to measure, the source of the rates, and the store."""

    parts: Sequence[MetricsPart]
    counter: ThroughputDeps
    store: MetricsStore
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Computed:
    """The metrics of one computation. `failed` has the error of each part that failed, by the prefix of its names."""

    at: datetime
    metrics: Sequence[Metric]
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def moving(self) -> bool:
        """Whether metrics will change without an announcement: messages are being processed, or just were."""
        return any(figure.value > 0 for figure in self.metrics if _shows_activity(figure.name))


@dataclass(frozen=True, kw_only=True)
class _PartResult:
    prefix: str
    metrics: Sequence[Metric] = ()
    error: str = ""


def compute_metrics(metrics_deps: MetricsDeps) -> Computed:
    """Measure all parts concurrently and store the results. A part that fails does not affect the others.

    Raises `MetricsUnavailable` when Redis is not reachable.
    """
    at = metrics_deps.clock()
    stored = metrics_deps.store.read()
    results, throughput = _measure_all(metrics_deps, stored, at)
    metrics = [*(figure for result in results for figure in result.metrics), *throughput.metrics]
    removed = _removed(stored, results, at)
    metrics_deps.store.write(MetricsReport(at=at, metrics=metrics, removed=removed, mark=throughput.mark))
    return Computed(at=at, metrics=metrics, failed={result.prefix: result.error for result in results if result.error})


def _measure_all(metrics_deps: MetricsDeps, stored: StoredMetrics, at: datetime) -> tuple[Sequence[_PartResult], Rates]:
    with ThreadPoolExecutor(CONCURRENT_PARTS, thread_name_prefix="measure") as threads:
        throughput = threads.submit(_measure_throughput, metrics_deps.counter, stored, at)
        results = list(threads.map(lambda part: _measure(part, at), metrics_deps.parts))
        return results, throughput.result()


def _measure(part: MetricsPart, at: datetime) -> _PartResult:
    try:
        return _PartResult(prefix=part.prefix, metrics=part.measure(at))
    except EsteiraError as error:
        _log_failure(part.prefix, error)
        return _PartResult(prefix=part.prefix, error=str(error))


def _measure_throughput(counter: ThroughputDeps, stored: StoredMetrics, at: datetime) -> Rates:
    try:
        return measure_throughput(counter, stored.mark, at)
    except EsteiraError as error:
        _log_failure("throughput.", error)
        return Rates()


def _log_failure(prefix: str, error: EsteiraError) -> None:
    logger.warning("metrics not measured", action="compute_metrics", part=prefix, error=str(error))


def _removed(stored: StoredMetrics, results: Sequence[_PartResult], at: datetime) -> frozenset[str]:
    """Return the stored names that a measured part no longer has, or that were not measured for `REMOVED_AFTER`."""
    measured = {figure.name for result in results for figure in result.metrics}
    complete = tuple(result.prefix for result in results if not result.error)
    return frozenset(
        name
        for name, figure in stored.metrics.items()
        if name not in measured and (name.startswith(complete) or at - figure.at > REMOVED_AFTER)
    )


def _shows_activity(name: str) -> bool:
    return name.startswith("throughput.") or name.endswith((".visible", ".in_flight", ".delayed"))
