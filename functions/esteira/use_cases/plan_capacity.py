"""The manager's tick: looks, plans, shows the plan, and keeps it where it changes something (F18, F22)."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from esteira.clock import Clock
from esteira.domain.flow.config import FlowVersion
from esteira.domain.flow.make_plan import make_plan
from esteira.domain.flow.observation import Heartbeat, LaneObservation, Observation
from esteira.domain.flow.plan import LanePlan, Plan
from esteira.domain.ledger import QueueReading
from esteira.domain.names import Lane
from esteira.errors import QueueUnavailable, TargetUnavailable
from esteira.log import logger
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.ledger import QueueGauge
from esteira.use_cases.ports.scaling import DecisionLog, HeartbeatBoard, Host, PlanBoard


@dataclass(frozen=True, kw_only=True)
class Lookout:
    """Where the manager looks, and where it writes down what it decided."""

    gauges: Mapping[Lane, QueueGauge]
    workers: HeartbeatBoard
    host: Host
    plans: PlanBoard
    log: DecisionLog
    clock: Clock
    log_breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))


def plan_capacity(lookout: Lookout, version: FlowVersion) -> Plan:
    """The plan for now, shown on the board. Raises `FlowUnavailable`: without Redis nobody could read it.

    Where Redis was emptied, the last decision stands in for the plan before. A queue that does not answer leaves its
    lane as it was. While the target does not answer decisions are not kept, and it is not asked at every tick (R10);
    the first tick after makes up for it.
    """
    before = lookout.plans.get() or _last_kept(lookout)
    plan = make_plan(version, observe(lookout), before)
    lookout.plans.put(plan)
    _keep(lookout, plan)
    return plan


def observe(lookout: Lookout) -> Observation:
    """What is known now. Raises `FlowUnavailable`."""
    at = lookout.clock()
    beats = [beat for beat in lookout.workers.beats() if not beat.is_missing(at)]
    with ThreadPoolExecutor(len(lookout.gauges) or 1, thread_name_prefix="gauge") as readers:
        readings = readers.map(_read, lookout.gauges.items())
        lanes = {lane: _lane(reading, beats, lane) for lane, reading in zip(lookout.gauges, readings, strict=True)}
    return Observation(at=at, lanes=lanes, host=lookout.host.read())


def changes_anything(plan: Plan, kept: Plan | None) -> bool:
    """Whether a plan is worth keeping: a number, a rule, whether a lane receives, or the configuration is another."""
    return kept is None or _substance(plan) != _substance(kept)


def _substance(plan: Plan) -> tuple[int, Mapping[Lane, tuple[object, ...]]]:
    return plan.version, {lane: _of_lane(lane_plan) for lane, lane_plan in plan.lanes.items()}


def _of_lane(plan: LanePlan) -> tuple[object, ...]:
    return plan.workers, plan.concurrency, plan.receiving, plan.functions, plan.rule


def _keep(lookout: Lookout, plan: Plan) -> None:
    """Compares with what is kept, not with the plan before: so what an outage prevented is made up for."""
    try:
        with lookout.log_breaker.guarding():
            if changes_anything(plan, _latest(lookout.log)):
                lookout.log.record(plan)
    except TargetUnavailable as error:
        logger.warning("decision not kept", action="plan_capacity", error=str(error))


def _last_kept(lookout: Lookout) -> Plan | None:
    try:
        with lookout.log_breaker.guarding():
            return _latest(lookout.log)
    except TargetUnavailable as error:
        logger.warning("last decision not read", action="plan_capacity", error=str(error))
        return None


def _latest(log: DecisionLog) -> Plan | None:
    return next((decision.plan for decision in log.latest(1)), None)


def _read(lane_gauge: tuple[Lane, QueueGauge]) -> QueueReading | None:
    lane, gauge = lane_gauge
    try:
        return gauge.read()
    except QueueUnavailable as error:
        logger.warning("queue not observed", action="plan_capacity", lane=lane, error=str(error))
        return None


def _lane(reading: QueueReading | None, beats: Sequence[Heartbeat], lane: Lane) -> LaneObservation:
    workers = [beat for beat in beats if beat.lane == lane]
    if reading is None:
        return LaneObservation(backlog=None, workers=workers)
    return LaneObservation(backlog=reading.visible, in_flight=reading.in_flight, workers=workers)
