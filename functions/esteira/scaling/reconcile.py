"""Decides what the scaler does so that each lane has its planned number of workers and no busy worker is cut.

Level-triggered: each pass compares the active workers with the plan and does what is missing. A worker that stops is
replaced at once. Surplus workers are asked to drain, those that hold nothing first, and each finishes what it holds
before it is told to end. Starts of a lane whose workers end before their first heartbeat are delayed ever longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from esteira.core.names import Lane
from esteira.scaling.actions import AskToDrain, Forget, Kill, ScalerAction, StartWorker, Terminate
from esteira.scaling.config import WorkerLimits
from esteira.scaling.observation import WorkerState
from esteira.scaling.plan import LanePlan, Plan
from esteira.scaling.worker_state import (
    Condition,
    ObservedState,
    ScalerMemory,
    Worker,
    exceeded_limit,
    observe_workers,
    record_actions,
    record_observation,
)

DRAIN_CONFIRMED_WITHIN = timedelta(seconds=5)
"""A worker that was asked to drain shows it within two heartbeats. One that does not was not reached: ask again."""

DRAIN_DEADLINE = timedelta(seconds=45)
"""From the request to drain to SIGTERM, for a worker that still holds messages."""

TERM_DEADLINE = timedelta(seconds=10)
"""From SIGTERM to SIGKILL."""

OVER_LIMIT_FOR = timedelta(seconds=10)
"""A worker may exceed its memory or CPU limit for so long: it may be a peak."""

MAX_START_DELAY_SECONDS = 30
"""Between two starts in a lane whose workers end before their first heartbeat."""

SCALE_DOWN_ORDER = (WorkerState.STARTING, WorkerState.IDLE, WorkerState.POLLING, WorkerState.BUSY)
"""Those that have least to finish are asked to drain first."""


@dataclass(frozen=True, kw_only=True)
class ScalingDecision:
    """What to do now, in this order, and what to remember until the next pass."""

    actions: tuple[ScalerAction, ...]
    memory: ScalerMemory


def reconcile(
    plan: Plan | None, observed: ObservedState, limits: WorkerLimits, memory: ScalerMemory, now: datetime
) -> ScalingDecision:
    """Compares the workers with the plan. Without a plan nothing is started and no active worker is asked to drain."""
    updated = record_observation(memory, observed, limits, now)
    workers = observe_workers(observed, updated, now)
    actions = [*_stop_inactive(workers, updated, now)]
    for lane, lane_plan in plan.lanes.items() if plan else ():
        members = [worker for worker in workers if worker.lane == lane]
        actions += _scale(
            _LaneWorkers(lane=lane, plan=lane_plan, limits=limits, memory=updated, now=now, members=members)
        )
    return ScalingDecision(actions=tuple(actions), memory=record_actions(updated, workers, actions, now))


def _stop_inactive(workers: Sequence[Worker], memory: ScalerMemory, now: datetime) -> Iterator[ScalerAction]:
    """What is due for workers that are not active. SIGTERM is sent once, SIGKILL is repeated after each deadline."""
    for worker in workers:
        if worker.condition is Condition.ENDED:
            yield Forget(name=worker.name, lane=worker.lane, reason=_loss(worker, now))
        elif worker.name in memory.terminated_at:
            yield from _kill(worker, memory.terminated_at[worker.name], now)
        elif _ignores_drain(worker, memory, now):
            reason = f"It was asked {_seconds(memory.drain_asked_at[worker.name], now)} s ago and has not heard it."
            yield AskToDrain(name=worker.name, lane=worker.lane, reason=reason)
        elif reason := _termination_reason(worker, memory, now):
            yield Terminate(name=worker.name, lane=worker.lane, reason=reason)


def _kill(worker: Worker, terminated_at: datetime, now: datetime) -> Iterator[Kill]:
    if now - terminated_at > TERM_DEADLINE:
        reason = f"It was told to end {_seconds(terminated_at, now)} s ago and still runs."
        yield Kill(name=worker.name, lane=worker.lane, reason=reason)


def _ignores_drain(worker: Worker, memory: ScalerMemory, now: datetime) -> bool:
    """Whether it works on although it was asked to drain: Redis lost the request, or could not take it."""
    asked_at = memory.drain_asked_at.get(worker.name)
    working = worker.condition is Condition.STOPPING and worker.state is not WorkerState.DRAINING
    return working and worker.beat is not None and asked_at is not None and now - asked_at > DRAIN_CONFIRMED_WITHIN


def _termination_reason(worker: Worker, memory: ScalerMemory, now: datetime) -> str:
    """Why SIGTERM is due; empty while the worker may still finish what it holds."""
    if worker.condition is Condition.LOST:
        return _loss(worker, now)
    if worker.condition is Condition.ACTIVE:
        return ""
    if worker.has_drained:
        return "It has drained."
    asked_at = memory.drain_asked_at.get(worker.name, now)
    if now - asked_at <= DRAIN_DEADLINE:
        return ""
    return (
        f"It was asked to drain {_seconds(asked_at, now)} s ago and still holds"
        f" {worker.in_hand} messages; they become visible again."
    )


@dataclass(frozen=True, kw_only=True)
class _LaneWorkers:
    """A lane's workers, with its plan and all that decides about them."""

    lane: Lane
    plan: LanePlan
    limits: WorkerLimits
    memory: ScalerMemory
    now: datetime
    members: Sequence[Worker]

    @property
    def active(self) -> Sequence[Worker]:
        return [worker for worker in self.members if worker.condition is Condition.ACTIVE]

    def is_over_limit(self, worker: Worker) -> bool:
        """Whether it has been for longer than a peak lasts."""
        since = self.memory.over_limit_since.get(worker.name)
        return since is not None and self.now - since > OVER_LIMIT_FOR


def _scale(lane: _LaneWorkers) -> Iterator[ScalerAction]:
    """Asks surplus workers to drain; otherwise starts what is missing, and replaces one worker over its limit."""
    surplus = len(lane.active) - lane.plan.workers
    if surplus > 0:
        yield from _scale_down(lane, surplus)
        return
    recycled = _recycle(lane)
    if recycled:
        yield recycled
    missing = -surplus + (1 if recycled else 0)
    yield from _scale_up(lane, missing, recycled)


def _scale_down(lane: _LaneWorkers, surplus: int) -> Iterator[AskToDrain]:
    reason = f"{len(lane.active)} run, {lane.plan.workers} are planned. {lane.plan.reason}"
    for worker in sorted(lane.active, key=lambda worker: _scale_down_rank(lane, worker))[:surplus]:
        yield AskToDrain(name=worker.name, lane=lane.lane, reason=reason)


def _scale_down_rank(lane: _LaneWorkers, worker: Worker) -> tuple[bool, bool, int, float, str]:
    """Missing workers and those over a limit first, then by what they have to finish, the youngest first."""
    beat = worker.beat
    healthy = not (beat and beat.is_missing(lane.now))
    rank = SCALE_DOWN_ORDER.index(WorkerState.BUSY if worker.in_hand else worker.state)
    known = beat or worker.process
    started_at = known.started_at.timestamp() if known else 0
    return healthy, not lane.is_over_limit(worker), rank, -started_at, worker.name


def _recycle(lane: _LaneWorkers) -> AskToDrain | None:
    """One worker at a time, and only while none of the lane stops or starts: the lane keeps its capacity."""
    unsettled = any(
        worker.condition is Condition.STOPPING or (worker.condition is Condition.ACTIVE and not worker.beat)
        for worker in lane.members
    )
    for worker in () if unsettled else lane.active:
        if worker.beat and lane.is_over_limit(worker):
            seconds = (lane.now - lane.memory.over_limit_since[worker.name]).total_seconds()
            reason = f"It has had {exceeded_limit(worker.beat, lane.limits)} for {seconds:.0f} s."
            return AskToDrain(name=worker.name, lane=lane.lane, reason=reason)
    return None


def _scale_up(lane: _LaneWorkers, missing: int, recycled: AskToDrain | None) -> Iterator[StartWorker]:
    """Starts as many as are missing. The first ones replace the workers that were lost in this pass."""
    if _start_is_delayed(lane):
        return
    lost = [(recycled.name, recycled.reason)] if recycled else []
    lost += [(worker.name, _loss(worker, lane.now)) for worker in lane.members if _is_newly_lost(lane, worker)]
    replacements = [StartWorker(lane=lane.lane, replaces=name, reason=reason) for name, reason in lost]
    present = lane.plan.workers - missing
    reason = f"{present} of {lane.plan.workers} planned workers are there. {lane.plan.reason}"
    additions = [StartWorker(lane=lane.lane, reason=reason)] * missing
    yield from islice([*replacements, *additions], missing)


def _is_newly_lost(lane: _LaneWorkers, worker: Worker) -> bool:
    """Whether it was lost in this pass and nobody had asked it to end."""
    lost = worker.condition in (Condition.LOST, Condition.ENDED)
    return lost and not lane.memory.was_asked_to_end(worker.name)


def _start_is_delayed(lane: _LaneWorkers) -> bool:
    failures = lane.memory.start_failures.get(lane.lane)
    if not failures:
        return False
    delay = timedelta(seconds=min(MAX_START_DELAY_SECONDS, 2 ** min(failures.count, 10) / 2))
    return lane.now - failures.at < delay


def _loss(worker: Worker, now: datetime) -> str:
    """Why a worker counts as dead."""
    if worker.process and not worker.process.alive:
        return f"Its process {worker.process.pid} is gone."
    return f"It has been silent for {_seconds(worker.silent_since, now)} s."


def _seconds(since: datetime, now: datetime) -> int:
    return round((now - since).total_seconds())
