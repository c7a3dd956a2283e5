"""Metrics of workers and of the plan."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from esteira.core.names import LANES, Lane
from esteira.metrics.metric import Metric, metric, seconds_since
from esteira.scaling.observation import Heartbeat, WorkerState
from esteira.scaling.plan import LanePlan, Plan, Rule

STARTING_TIME = timedelta(seconds=30)
"""A worker that the plan has wanted for less is still starting, and not missing."""

RULES = tuple(Rule)
"""The numbers of the rules. Append new ones: stored histories hold the numbers."""


def worker_metrics(beats: Sequence[Heartbeat], plan: Plan | None, at: datetime) -> list[Metric]:
    """Return the metrics of workers of all lanes, with the planned numbers if there is a plan.

    Missing workers are not counted.
    """
    alive = [beat for beat in beats if not beat.is_missing(at)]
    return [
        metric("workers.all", len(alive), at),
        *(figure for lane in LANES for figure in _figures(lane, [beat for beat in alive if beat.lane == lane], at)),
        *(metric("workers.{lane}.wanted", part.workers, at, lane=lane) for lane, part in _parts(plan)),
        *(
            metric("workers.{lane}.missing", _missing(lane, part, alive, at), at, lane=lane)
            for lane, part in _parts(plan)
        ),
    ]


def flow_metrics(plan: Plan | None, at: datetime) -> list[Metric]:
    """Return the metrics of the manager's plan and its age; none without a plan."""
    if plan is None:
        return []
    figures = (
        figure
        for lane, part in _parts(plan)
        for figure in (
            metric("flow.{lane}.needed", part.needed, at, lane=lane),
            metric("flow.{lane}.rule", RULES.index(part.rule), at, note=part.rule, lane=lane),
            metric("flow.{lane}.paused", int(not part.receiving), at, lane=lane),
        )
    )
    return [*figures, metric("flow.plan_age_seconds", seconds_since(plan.at, at), at)]


def _figures(lane: Lane, alive: Sequence[Heartbeat], at: datetime) -> list[Metric]:
    values = {
        "workers.{lane}.alive": len(alive),
        "workers.{lane}.busy": sum(1 for beat in alive if beat.in_hand or beat.state is WorkerState.BUSY),
        "workers.{lane}.in_hand": sum(beat.in_hand for beat in alive),
        "workers.{lane}.processed": sum(beat.processed for beat in alive),
        "workers.{lane}.failed": sum(beat.failed for beat in alive),
        "workers.{lane}.rate": sum(beat.rate_per_second for beat in alive),
        "workers.{lane}.memory_mib": sum(beat.memory_mib for beat in alive),
    }
    return [metric(pattern, value, at, lane=lane) for pattern, value in values.items()]


def _missing(lane: Lane, part: LanePlan, alive: Sequence[Heartbeat], at: datetime) -> int:
    running = sum(1 for beat in alive if beat.lane == lane)
    return max(0, part.workers - running) if at - part.changed_at >= STARTING_TIME else 0


def _parts(plan: Plan | None) -> list[tuple[Lane, LanePlan]]:
    return list(plan.lanes.items()) if plan else []
