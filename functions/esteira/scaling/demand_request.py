"""How many workers each lane requests before all lanes are brought under one total, and the rule behind the number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.scaling.config import LaneConfig, ScalingConfig
from esteira.scaling.demand import Demand, workers
from esteira.scaling.observation import HostUsage, LaneObservation, WorkerState
from esteira.scaling.plan import LanePlan, Rule


@dataclass(frozen=True, kw_only=True)
class WorkerLimit:
    """A number of workers, the rule that limited it, and the reason as a sentence."""

    workers: int
    rule: Rule
    reason: str


@dataclass(frozen=True, kw_only=True)
class LaneContext:
    """One lane with everything that its request depends on. `before` is its part of the previous plan."""

    at: datetime
    lane: LaneConfig
    config: ScalingConfig
    observed: LaneObservation
    host: HostUsage
    others_cpu_percent: float
    before: LanePlan
    demand: Demand

    def within_limits(self, count: int) -> int:
        """The number between the lane's minimum and maximum; the maximum wins."""
        return min(max(count, self.lane.min_workers), self.lane.max_workers)

    @property
    def busy(self) -> int:
        """How many workers hold messages, of those that are to stay."""
        holding = sum(beat.in_hand > 0 and beat.state is not WorkerState.DRAINING for beat in self.observed.workers)
        return min(holding, self.before.workers)

    def is_cooling(self, since: datetime) -> bool:
        """Whether the cool-down after a change at `since` still lasts, so that nothing may shrink."""
        return self.at - since < timedelta(seconds=self.config.cool_down_seconds)


@dataclass(frozen=True, kw_only=True)
class DemandRequest:
    """`firm` is what the lane needs within its own limits; `kept`, never less, is what it keeps if there is room.

    What a lane keeps beyond its need is given to any other lane that needs it.
    """

    context: LaneContext
    firm: WorkerLimit
    kept: WorkerLimit


def demand_request(context: LaneContext) -> DemandRequest:
    """What the lane requests. A lane that is paused or whose queue does not answer requests what it has."""
    firm = _firm(context)
    return DemandRequest(context=context, firm=firm, kept=_kept(context, firm))


def _firm(context: LaneContext) -> WorkerLimit:
    if context.lane.paused:
        count = context.within_limits(0)
        reason = f"The lane is paused; its minimum of {count} stays ready."
        return WorkerLimit(workers=count, rule=Rule.PAUSED, reason=reason)
    if context.observed.backlog is None:
        count = context.within_limits(context.before.workers)
        reason = f"{context.demand.sentence}; {workers(count)} as before."
        return WorkerLimit(workers=count, rule=Rule.BLIND, reason=reason)
    return _limited_by_host(context, _limited_by_lane(context))


def _limited_by_lane(context: LaneContext) -> WorkerLimit:
    """What is needed, within minimum and maximum."""
    needed, count = context.demand.needed, context.within_limits(context.demand.needed)
    if count > needed:
        reason = f"{context.demand.sentence}; the minimum is {count}."
        return WorkerLimit(workers=count, rule=Rule.MINIMUM, reason=reason)
    if count < needed:
        reason = f"{context.demand.sentence}; the maximum is {count}."
        return WorkerLimit(workers=count, rule=Rule.MAXIMUM, reason=reason)
    return WorkerLimit(workers=count, rule=Rule.NEED, reason=f"{context.demand.sentence}.")


def _limited_by_host(context: LaneContext, wanted: WorkerLimit) -> WorkerLimit:
    """No growth on a busy host. The minimum is exempt: otherwise load from other programs could stop the lane."""
    overload = _overload(context)
    ceiling = context.within_limits(context.before.workers)
    if not overload or wanted.workers <= ceiling:
        return wanted
    reason = f"{context.demand.sentence}; {overload}, so nothing grows beyond {ceiling}."
    return WorkerLimit(workers=ceiling, rule=Rule.HOST_BUSY, reason=reason)


def _overload(context: LaneContext) -> str:
    """The host limit that is exceeded, as text; empty where none is."""
    host, others, limits = context.host, context.others_cpu_percent, context.config.host
    if others > limits.max_cpu_percent:
        return f"other programs use {others:.0f} % of the host's CPU (limit {limits.max_cpu_percent:g} %)"
    if host.memory_percent > limits.max_memory_percent:
        return f"the host's memory is at {host.memory_percent:.0f} % (limit {limits.max_memory_percent:g} %)"
    return ""


def _kept(context: LaneContext, firm: WorkerLimit) -> WorkerLimit:
    """The highest number that any rule keeps; `firm` where no rule keeps more."""
    candidates = [firm]
    if not context.lane.paused and context.observed.backlog is not None:
        candidates += [_cooling(context), _hysteresis(context)]
    # Last, because it changes every second: of equal numbers the first one gives the reason.
    candidates.append(_busy(context, firm))
    best = max(candidates, key=lambda limit: min(limit.workers, context.lane.max_workers))
    return WorkerLimit(workers=min(best.workers, context.lane.max_workers), rule=best.rule, reason=best.reason)


def _busy(context: LaneContext, firm: WorkerLimit) -> WorkerLimit:
    rule = Rule.PAUSED if context.lane.paused else Rule.BUSY
    reason = f"{firm.reason.removesuffix('.')}; {workers(context.busy)} kept to finish the messages in hand."
    return WorkerLimit(workers=context.busy, rule=rule, reason=reason)


def _cooling(context: LaneContext) -> WorkerLimit:
    count = context.before.workers if context.is_cooling(context.before.changed_at) else 0
    reason = (
        f"{context.demand.sentence}; {workers(count)} kept for {context.config.cool_down_seconds:g} s"
        f" after the last change at {context.before.changed_at:%H:%M:%S %Z}."
    )
    return WorkerLimit(workers=count, rule=Rule.COOL_DOWN, reason=reason)


def _hysteresis(context: LaneContext) -> WorkerLimit:
    count = min(context.before.workers, context.demand.enough)
    reason = f"{context.demand.sentence}; {count} kept, because a quarter more work would need {context.demand.enough}."
    return WorkerLimit(workers=count, rule=Rule.HYSTERESIS, reason=reason)
