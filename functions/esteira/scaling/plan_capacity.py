"""One tick of the manager: observe, plan, publish and record the plan, and store it where it changes something."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from esteira.core.breaker import Breaker
from esteira.core.clock import Clock
from esteira.core.errors import FlowUnavailable, QueueUnavailable, TargetUnavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.ports import QueueDepthReader
from esteira.scaling.config import ConfigVersion
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import Heartbeat, LaneObservation, Observation
from esteira.scaling.plan import LanePlan, Plan
from esteira.scaling.ports import DecisionLog, HeartbeatStore, Host, PlanCache
from esteira.scaling.recording.ports import TickRecord
from esteira.scaling.recording.recorded_tick import recorded_tick


@dataclass(frozen=True, kw_only=True)
class PlannerDeps:
    """What the manager observes, and where it puts its decisions. The breaker is for `log`.

    `retry_delay_seconds` is the deployed one, for lanes that have none of their own.
    """

    depth_readers: Mapping[Lane, QueueDepthReader]
    heartbeats: HeartbeatStore
    host: Host
    plans: PlanCache
    log: DecisionLog
    record: TickRecord
    clock: Clock
    retry_delay_seconds: float
    log_breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))


def plan_capacity(deps: PlannerDeps, version: ConfigVersion) -> Plan:
    """The plan for now, published in the plan cache. Raises `FlowUnavailable`: without Redis nobody could read it.

    Where Redis was emptied, the last stored decision replaces the previous plan. A lane whose queue does not answer
    stays as it was. While the target is unavailable decisions are not stored, and it is not asked at every tick (R10);
    the first tick afterwards stores the plan.
    """
    before = deps.plans.get() or _last_stored(deps)
    plan = make_plan(version, observe(deps), before)
    deps.plans.put(plan)
    _record(deps, version, plan, before)
    _store(deps, plan)
    return plan


def observe(deps: PlannerDeps) -> Observation:
    """The current state of queues, workers and host. Raises `FlowUnavailable`."""
    at = deps.clock()
    beats = [beat for beat in deps.heartbeats.beats() if not beat.is_missing(at)]
    with ThreadPoolExecutor(len(deps.depth_readers) or 1, thread_name_prefix="gauge") as readers:
        readings = readers.map(_read, deps.depth_readers.items())
        lanes = {lane: _lane(reading, beats, lane) for lane, reading in zip(deps.depth_readers, readings, strict=True)}
    return Observation(at=at, lanes=lanes, host=deps.host.read())


def changes_anything(plan: Plan, stored: Plan | None) -> bool:
    """Whether a plan is worth storing: a number, a rule, a lane's receiving, or the configuration differs."""
    return stored is None or _comparable(plan) != _comparable(stored)


def _comparable(plan: Plan) -> tuple[int, Mapping[Lane, tuple[object, ...]]]:
    return plan.version, {lane: _of_lane(lane_plan) for lane, lane_plan in plan.lanes.items()}


def _of_lane(plan: LanePlan) -> tuple[object, ...]:
    return plan.workers, plan.concurrency, plan.receiving, plan.functions, plan.rule


def _store(deps: PlannerDeps, plan: Plan) -> None:
    """Compares with the last stored plan, not the previous one, so that a plan missed in an outage is stored later."""
    try:
        with deps.log_breaker.guarding():
            if changes_anything(plan, _latest(deps.log)):
                deps.log.record(plan)
    except TargetUnavailable as error:
        logger.warning("decision not stored", action="plan_capacity", error=str(error))


def _record(deps: PlannerDeps, version: ConfigVersion, plan: Plan, before: Plan | None) -> None:
    """A tick that is not recorded lacks in what-ifs, and in nothing else."""
    lanes = version.configuration.lanes.items()
    retries = {lane: config.retry_delay_seconds or deps.retry_delay_seconds for lane, config in lanes}
    try:
        deps.record.append(recorded_tick(plan, before, deps.record.attempts(), retries))
    except FlowUnavailable as error:
        logger.warning("tick not recorded", action="plan_capacity", error=str(error))


def _last_stored(deps: PlannerDeps) -> Plan | None:
    try:
        with deps.log_breaker.guarding():
            return _latest(deps.log)
    except TargetUnavailable as error:
        logger.warning("last decision not read", action="plan_capacity", error=str(error))
        return None


def _latest(log: DecisionLog) -> Plan | None:
    return next((decision.plan for decision in log.latest(1)), None)


def _read(lane_depth: tuple[Lane, QueueDepthReader]) -> QueueDepth | None:
    lane, depth_reader = lane_depth
    try:
        return depth_reader.read()
    except QueueUnavailable as error:
        logger.warning("queue not observed", action="plan_capacity", lane=lane, error=str(error))
        return None


def _lane(reading: QueueDepth | None, beats: Sequence[Heartbeat], lane: Lane) -> LaneObservation:
    workers = [beat for beat in beats if beat.lane == lane]
    if reading is None:
        return LaneObservation(backlog=None, workers=workers)
    return LaneObservation(backlog=reading.visible, in_flight=reading.in_flight, workers=workers)
