"""One tick of the manager as it is recorded: what it observed of each lane, and what it planned."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from esteira.core.names import Lane
from esteira.scaling.observation import Heartbeat, LaneObservation, WorkerState
from esteira.scaling.plan import LanePlan, Plan, Rule

NOT_READY = (WorkerState.STARTING, WorkerState.DRAINING)


@dataclass(frozen=True, kw_only=True)
class AttemptTotals:
    """Attempts of a lane counted since Redis last lost its data, by functions and workers, and those that failed."""

    ended: int = 0
    failed: int = 0


@dataclass(frozen=True, kw_only=True)
class RecordedLane:
    """One lane at one tick. `visible` is None where its queue did not answer."""

    visible: int | None
    in_flight: int
    ended: int
    failed: int
    """As in `AttemptTotals`."""
    worked: int
    """Attempts that the workers ended since the tick before."""
    ready: int
    starting: int
    draining: int
    busy: int
    """Those of the ready workers that hold messages."""
    in_hand: int
    """Messages that the workers are processing."""
    planned: int
    rate_per_second: float
    """Of one worker, as the plan used it."""
    rule: Rule
    retry_seconds: float
    """How long a message that failed awaits its retry."""

    @property
    def workers(self) -> int:
        """Processes of workers: one that the plan wants exists before its first heartbeat."""
        return max(self.planned, self.ready + self.starting + self.draining)


@dataclass(frozen=True, kw_only=True)
class RecordedTick:
    """All lanes at `at`, and the host in percent: its CPU, what others than the workers used of it, its memory."""

    at: datetime
    cpu_percent: float
    others_cpu_percent: float
    memory_percent: float
    lanes: Mapping[Lane, RecordedLane]


def recorded_tick(
    plan: Plan, before: Plan | None, attempts: Mapping[Lane, AttemptTotals], retry_seconds: Mapping[Lane, float]
) -> RecordedTick:
    """Return what is recorded of a plan. Without the plan before it, nothing counts as worked since then."""
    seen, seen_before = plan.observation, before.observation.lanes if before else {}
    return RecordedTick(
        at=plan.at,
        cpu_percent=seen.host.cpu_percent,
        others_cpu_percent=seen.others_cpu_percent,
        memory_percent=seen.host.memory_percent,
        lanes={
            lane: replace(
                _lane(part, seen.lanes[lane], seen_before.get(lane), attempts.get(lane, AttemptTotals())),
                retry_seconds=retry_seconds[lane],
            )
            for lane, part in plan.lanes.items()
            if lane in seen.lanes
        },
    )


def _lane(
    part: LanePlan, seen: LaneObservation, before: LaneObservation | None, attempts: AttemptTotals
) -> RecordedLane:
    states = [beat.state for beat in seen.workers]
    return RecordedLane(
        visible=seen.backlog,
        in_flight=seen.in_flight,
        ended=attempts.ended,
        failed=attempts.failed,
        worked=_worked(seen, before) if before else 0,
        ready=sum(state not in NOT_READY for state in states),
        starting=states.count(WorkerState.STARTING),
        draining=states.count(WorkerState.DRAINING),
        busy=sum(beat.in_hand > 0 and beat.state not in NOT_READY for beat in seen.workers),
        in_hand=sum(beat.in_hand for beat in seen.workers),
        planned=part.workers,
        rate_per_second=part.rate_per_second,
        rule=part.rule,
        retry_seconds=0,
    )


def _worked(seen: LaneObservation, before: LaneObservation) -> int:
    """Worker by worker, since the sum falls when one ends. What it did after its last heartbeat is not counted."""
    ended = {beat.name: _ended(beat) for beat in before.workers}
    return sum(max(0, _ended(beat) - ended.get(beat.name, 0)) for beat in seen.workers)


def _ended(beat: Heartbeat) -> int:
    return beat.processed + beat.failed
