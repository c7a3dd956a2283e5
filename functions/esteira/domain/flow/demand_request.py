"""What each lane claims before the lanes are brought under one total, and the rule behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.domain.flow.config import FlowConfiguration, LaneFlow
from esteira.domain.flow.demand import Demand, workers
from esteira.domain.flow.observation import HostReading, LaneObservation, WorkerState
from esteira.domain.flow.plan import LanePlan, Rule


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A number of workers, what bound it, and that in a sentence."""

    workers: int
    rule: Rule
    reason: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """One lane with all that its claim depends on."""

    at: datetime
    flow: LaneFlow
    configuration: FlowConfiguration
    observed: LaneObservation
    host: HostReading
    before: LanePlan
    demand: Demand

    def within_limits(self, count: int) -> int:
        """The number between the lane's minimum and maximum; the maximum wins."""
        return min(max(count, self.flow.min_workers), self.flow.max_workers)

    @property
    def busy(self) -> int:
        """How many workers hold messages, of those that are to stay."""
        holding = sum(beat.in_hand > 0 and beat.state is not WorkerState.DRAINING for beat in self.observed.workers)
        return min(holding, self.before.workers)

    def is_cooling(self, since: datetime) -> bool:
        """Whether the last change is too fresh for another one downwards."""
        return self.at - since < timedelta(seconds=self.configuration.cool_down_seconds)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """`firm` is what the lane needs within its own limits; `kept`, never less, is what it would rather not give up.

    What a lane keeps without need it keeps only as long as no other lane needs the room.
    """

    case: Case
    firm: Bound
    kept: Bound


def claim_of(case: Case) -> Claim:
    """What the lane claims: paused and blind ones what they have, the others what they need."""
    firm = _firm(case)
    return Claim(case=case, firm=firm, kept=_kept(case, firm))


def _firm(case: Case) -> Bound:
    if case.flow.paused:
        minimum = case.within_limits(0)
        return Bound(
            workers=minimum, rule=Rule.PAUSED, reason=f"The lane is paused; its minimum of {minimum} stays ready."
        )
    if case.observed.backlog is None:
        count = case.within_limits(case.before.workers)
        return Bound(workers=count, rule=Rule.BLIND, reason=f"{case.demand.sentence}; {workers(count)} as before.")
    return _gated(case, _limited(case))


def _limited(case: Case) -> Bound:
    """What is needed, within minimum and maximum."""
    needed, count = case.demand.needed, case.within_limits(case.demand.needed)
    if count > needed:
        reason = f"{case.demand.sentence}; the minimum is {count}."
        return Bound(workers=count, rule=Rule.MINIMUM, reason=reason)
    if count < needed:
        reason = f"{case.demand.sentence}; the maximum is {count}."
        return Bound(workers=count, rule=Rule.MAXIMUM, reason=reason)
    return Bound(workers=count, rule=Rule.NEED, reason=f"{case.demand.sentence}.")


def _gated(case: Case, wanted: Bound) -> Bound:
    """No growth on a busy host. The minimum is exempt: without it a host that others keep busy would stop the lane."""
    strain = _strain(case)
    ceiling = case.within_limits(case.before.workers)
    if not strain or wanted.workers <= ceiling:
        return wanted
    reason = f"{case.demand.sentence}; {strain}, so nothing grows beyond {ceiling}."
    return Bound(workers=ceiling, rule=Rule.HOST_BUSY, reason=reason)


def _strain(case: Case) -> str:
    host, limits = case.host, case.configuration.host
    if host.cpu_percent > limits.max_cpu_percent:
        return f"the host's CPU is at {host.cpu_percent:.0f} % (limit {limits.max_cpu_percent:g} %)"
    if host.memory_percent > limits.max_memory_percent:
        return f"the host's memory is at {host.memory_percent:.0f} % (limit {limits.max_memory_percent:g} %)"
    return ""


def _kept(case: Case, firm: Bound) -> Bound:
    """The most that anything speaks for keeping; `firm` where nothing does."""
    reasons = [firm]
    if not case.flow.paused and case.observed.backlog is not None:
        reasons += [_cooling(case), _steady(case)]
    # Last, for it is another number every second: of equals the first one is named.
    reasons.append(_busy(case, firm))
    best = max(reasons, key=lambda bound: min(bound.workers, case.flow.max_workers))
    return Bound(workers=min(best.workers, case.flow.max_workers), rule=best.rule, reason=best.reason)


def _busy(case: Case, firm: Bound) -> Bound:
    rule = Rule.PAUSED if case.flow.paused else Rule.BUSY
    told = firm.reason.removesuffix(".")
    return Bound(workers=case.busy, rule=rule, reason=f"{told}; {workers(case.busy)} hold messages and finish them.")


def _cooling(case: Case) -> Bound:
    count = case.before.workers if case.is_cooling(case.before.changed_at) else 0
    reason = (
        f"{case.demand.sentence}; {workers(count)} stay for {case.configuration.cool_down_seconds:g} s"
        f" after the last change at {case.before.changed_at:%H:%M:%S %Z}."
    )
    return Bound(workers=count, rule=Rule.COOL_DOWN, reason=reason)


def _steady(case: Case) -> Bound:
    count = min(case.before.workers, case.demand.enough)
    reason = f"{case.demand.sentence}; {count} stay, for a quarter more work would need {case.demand.enough}."
    return Bound(workers=count, rule=Rule.HYSTERESIS, reason=reason)
