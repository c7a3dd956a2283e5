"""Survey all lanes. A store that does not answer leaves its own figures as they were, and no others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from statistics import fmean
from typing import TypeVar

from esteira.core.errors import Unavailable
from esteira.core.names import LANES, Lane
from esteira.metrics.metric import Metric
from esteira.metrics.ports import MetricsStore
from esteira.metrics.ring_buffer import RING_OF_STEP
from esteira.queues.deps import QueuesDeps
from esteira.queues.queue import LaneFigures, LaneQueues, QueueSurvey, Side, WorkersReason
from esteira.scaling.config import ConfigVersion
from esteira.scaling.ports import Decision

T = TypeVar("T")

SPARK = timedelta(minutes=5)
SPARK_POINTS = 60


def survey_queues(deps: QueuesDeps, last: QueueSurvey | None = None) -> QueueSurvey:
    """Return the facts about each lane, and a sentence for each store that does not answer.

    `last`: the survey before, from which its facts are kept.
    """
    reading = _Reading(deps)
    lanes = [reading.lane(lane) for lane in LANES if (lane, Side.QUEUE) in deps.queues]
    survey = QueueSurvey(lanes=lanes, at=deps.clock(), unread=tuple(dict.fromkeys(reading.unread)))
    return _with_kept(survey, last) if survey.unread and last else survey


def _with_kept(survey: QueueSurvey, last: QueueSurvey) -> QueueSurvey:
    known = {lane.lane: lane for lane in last.lanes}
    lanes = [_with_kept_facts(lane, known[lane.lane]) if lane.lane in known else lane for lane in survey.lanes]
    kept_from = (last.kept_from or last.at) if lanes != survey.lanes else None
    return replace(survey, lanes=lanes, kept_from=kept_from)


def _with_kept_facts(lane: LaneQueues, last: LaneQueues) -> LaneQueues:
    missing = [fact.name for fact in fields(lane) if getattr(lane, fact.name) is None]
    return replace(lane, **{name: getattr(last, name) for name in missing})


class _Reading:
    """One survey. What all lanes share is read once."""

    def __init__(self, deps: QueuesDeps) -> None:
        self._deps, self._now = deps, deps.clock()
        self.unread: list[str] = []
        self._current = self._answer(lambda: deps.metrics.read().metrics)
        self._decision = self._answer(lambda: deps.decisions.at(self._now))
        self._config = self._answer(deps.configs.current)

    def lane(self, lane: Lane) -> LaneQueues:
        """Read one lane."""
        return LaneQueues(
            lane=lane,
            depth=self._answer(self._deps.access(lane, Side.QUEUE).depth.read),
            dead=self._answer(self._deps.access(lane, Side.DEAD).depth.read),
            figures=self._answer(lambda: self._figures(lane)),
            why=_why(self._decision, lane),
            paused=_is_paused(self._config, lane),
        )

    def _figures(self, lane: Lane) -> LaneFigures | None:
        if self._current is None:
            return None
        return lane_figures(self._deps.metrics, self._current, lane, self._now)

    def _answer(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Unavailable as error:
            self.unread.append(error.public_message)
            return None


def lane_figures(store: MetricsStore, current: Mapping[str, Metric], lane: Lane, now: datetime) -> LaneFigures:
    """Return what the metrics say of a lane. Raises `MetricsUnavailable`."""

    def value(name: str) -> float | None:
        return current[name].value if name in current else None

    return LaneFigures(
        oldest_seconds=value(f"queue.{lane}.oldest_seconds"),
        oldest_dead_seconds=value(f"queue.{lane}.oldest_dead_seconds"),
        alive=value(f"workers.{lane}.alive"),
        wanted=value(f"workers.{lane}.wanted"),
        utilisation=utilisation(
            _history(store, f"workers.{lane}.busy", now), _history(store, f"workers.{lane}.alive", now)
        ),
        backlog=thinned(_history(store, f"queue.{lane}.visible", now), SPARK_POINTS),
    )


def utilisation(busy: Sequence[float], alive: Sequence[float]) -> float | None:
    """Return the share of the workers' time in which they held messages; None without workers."""
    workers = sum(alive)
    return min(1.0, sum(busy) / workers) if workers else None


def thinned(values: Sequence[float], most: int) -> Sequence[float]:
    """Return at most so many values: the means of equal portions, the last of which may be shorter."""
    portion = -(-len(values) // most) or 1
    return [fmean(values[start : start + portion]) for start in range(0, len(values), portion)]


def _history(store: MetricsStore, name: str, now: datetime) -> Sequence[float]:
    return [point.value for point in store.history(name, RING_OF_STEP[1], now - SPARK, now).points]


def _is_paused(version: ConfigVersion | None, lane: Lane) -> bool | None:
    return version.configuration.with_new_lanes().lanes[lane].paused if version else None


def _why(decision: Decision | None, lane: Lane) -> WorkersReason | None:
    planned = decision.plan.lanes.get(lane) if decision else None
    if decision is None or planned is None:
        return None
    return WorkersReason(workers=planned.workers, rule=planned.rule.value, reason=planned.reason, at=decision.plan.at)
