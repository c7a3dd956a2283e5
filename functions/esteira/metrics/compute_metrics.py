"""Computes all metrics and keeps them. What cannot be measured keeps its last value, which shows its age."""

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

FORGOTTEN_AFTER = timedelta(days=1)
"""A value that nobody has computed for so long is of something that was taken out of the settings."""

PARTS_AT_ONCE = 4


@dataclass(frozen=True, kw_only=True)
class MetricsDeps:
    """What is measured, what rates are taken from, and where all of it is kept."""

    parts: Sequence[MetricsPart]
    counter: ThroughputDeps
    store: MetricsStore
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Computed:
    """The metrics of this computation, and by the prefix of their names why others have none."""

    at: datetime
    metrics: Sequence[Metric]
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def moving(self) -> bool:
        """Whether figures will change unannounced: messages are under way, or were a moment ago."""
        return any(figure.value > 0 for figure in self.metrics if _tells_of_motion(figure.name))


@dataclass(frozen=True, kw_only=True)
class _Answer:
    prefix: str
    metrics: Sequence[Metric] = ()
    error: str = ""


def compute_metrics(metrics_deps: MetricsDeps) -> Computed:
    """Measures all parts at once; one that fails fails alone. Raises `MetricsUnavailable` when Redis is away."""
    at = metrics_deps.clock()
    board = metrics_deps.store.read()
    answers, rated = _measure_all(metrics_deps, board, at)
    metrics = [*(figure for answer in answers for figure in answer.metrics), *rated.metrics]
    gone = _gone(board, answers, at)
    metrics_deps.store.write(MetricsReport(at=at, metrics=metrics, gone=gone, mark=rated.mark))
    return Computed(at=at, metrics=metrics, failed={answer.prefix: answer.error for answer in answers if answer.error})


def _measure_all(metrics_deps: MetricsDeps, board: StoredMetrics, at: datetime) -> tuple[Sequence[_Answer], Rates]:
    with ThreadPoolExecutor(PARTS_AT_ONCE, thread_name_prefix="measure") as measurers:
        rated = measurers.submit(_rated, metrics_deps.counter, board, at)
        answers = list(measurers.map(lambda part: _measured(part, at), metrics_deps.parts))
        return answers, rated.result()


def _measured(part: MetricsPart, at: datetime) -> _Answer:
    try:
        return _Answer(prefix=part.prefix, metrics=part.measure(at))
    except EsteiraError as error:
        _note(part.prefix, error)
        return _Answer(prefix=part.prefix, error=str(error))


def _rated(counter: ThroughputDeps, board: StoredMetrics, at: datetime) -> Rates:
    try:
        return measure_throughput(counter, board.mark, at)
    except EsteiraError as error:
        _note("throughput.", error)
        return Rates()


def _note(prefix: str, error: EsteiraError) -> None:
    logger.warning("metrics not measured", action="compute_metrics", part=prefix, error=str(error))


def _gone(board: StoredMetrics, answers: Sequence[_Answer], at: datetime) -> frozenset[str]:
    """What a part that was measured has no more, or no part has had for long."""
    measured = {figure.name for answer in answers for figure in answer.metrics}
    whole = tuple(answer.prefix for answer in answers if not answer.error)
    return frozenset(
        name
        for name, kept in board.metrics.items()
        if name not in measured and (name.startswith(whole) or at - kept.at > FORGOTTEN_AFTER)
    )


def _tells_of_motion(name: str) -> bool:
    return name.startswith("throughput.") or name.endswith((".visible", ".in_flight", ".delayed"))
