"""The manager's plan: how many workers each lane gets, and the rule behind each number.

Three numbers of each lane are fitted into the total one after the other, each by weight: its minimum; what it needs
within its own limits; what it keeps if there is room (cool-down, hysteresis, workers that hold messages). So a growing
lane gets at once what another keeps without need, and never what that one needs within its weight. A lower number
never cuts a busy worker: a surplus worker finishes what it holds first (`reconcile`).
"""

from collections.abc import Mapping
from datetime import datetime

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.demand import demand_of
from esteira.scaling.demand_request import DemandRequest, LaneContext, WorkerLimit, demand_request
from esteira.scaling.observation import LaneObservation, Observation, WorkerState
from esteira.scaling.plan import LanePlan, Plan, Rule
from esteira.scaling.share_out import share_out

MIN_CONCURRENCY = 2
"""Lambda accepts no lower maximum for a queue's mapping."""

UNOBSERVED = LaneObservation(backlog=None)


def make_plan(version: ConfigVersion, observation: Observation, before: Plan | None) -> Plan:
    """The plan for now. Without a previous plan the workers that run count as planned at this moment."""
    config = version.configuration
    requests = {lane: demand_request(_context(lane, config, observation, before)) for lane in config.lanes}
    shares = _shares(requests, config.max_total_workers)
    lanes = {lane: _lane_plan(requests[lane].context, _granted(requests, lane, shares)) for lane in requests}
    return Plan(at=observation.at, version=version.version, lanes=lanes, observation=observation)


def _context(lane: Lane, config: ScalingConfig, observation: Observation, before: Plan | None) -> LaneContext:
    observed = observation.lanes.get(lane, UNOBSERVED)
    previous = before.lanes.get(lane) if before else None
    previous = previous or _running_as_planned(observed, observation)
    return LaneContext(
        at=observation.at,
        lane=config.lanes[lane],
        config=config,
        observed=observed,
        host=observation.host,
        others_cpu_percent=observation.others_cpu_percent,
        before=previous,
        demand=demand_of(observed, config.lanes[lane], previous),
    )


def _running_as_planned(observed: LaneObservation, observation: Observation) -> LanePlan:
    """Stands in for a previous plan that was lost or never made."""
    return LanePlan(
        needed=0,
        workers=sum(beat.state is not WorkerState.DRAINING for beat in observed.workers),
        concurrency=MIN_CONCURRENCY,
        receiving=True,
        rule=Rule.NEED,
        reason="",
        changed_at=observation.at,
    )


def _shares(requests: Mapping[Lane, DemandRequest], total: int) -> dict[Lane, int]:
    weights = {lane: each.context.lane.weight for lane, each in requests.items()}
    minimums = {lane: min(each.context.lane.min_workers, each.firm.workers) for lane, each in requests.items()}
    needs = {lane: each.firm.workers for lane, each in requests.items()}
    kept = {lane: each.kept.workers for lane, each in requests.items()}
    shares = dict.fromkeys(requests, 0)
    for caps in (minimums, needs, kept):
        shares = share_out(total, floors=shares, caps=caps, weights=weights)
    return shares


def _granted(requests: Mapping[Lane, DemandRequest], lane: Lane, shares: Mapping[Lane, int]) -> WorkerLimit:
    """The lane's share, with the last rule that limited it."""
    request, share = requests[lane], shares[lane]
    if share < request.firm.workers:
        claimed, total = sum(each.firm.workers for each in requests.values()), request.context.config.max_total_workers
        reason = (
            f"{request.firm.reason} All lanes claim {claimed}, the total is {total};"
            f" by its weight of {request.context.lane.weight} the lane gets {share}"
            f" of the {request.firm.workers} it claims."
        )
        return WorkerLimit(workers=share, rule=Rule.WEIGHT, reason=reason)
    if share == request.firm.workers:
        return request.firm
    if share < request.kept.workers:
        reason = f"{request.kept.reason} Only {share} of them: another lane needs the room."
        return WorkerLimit(workers=share, rule=request.kept.rule, reason=reason)
    return request.kept


def _lane_plan(context: LaneContext, granted: WorkerLimit) -> LanePlan:
    before, at = context.before, context.at
    concurrency = _concurrency(context, granted.workers)
    return LanePlan(
        needed=context.demand.needed,
        workers=granted.workers,
        concurrency=concurrency,
        receiving=not context.lane.paused,
        functions=context.lane.functions and not context.lane.paused,
        rule=granted.rule,
        reason=granted.reason,
        changed_at=before.changed_at if granted.workers == before.workers else at,
        concurrency_changed_at=_concurrency_since(context) if concurrency == before.concurrency else at,
        rate_per_second=context.demand.rate_per_second,
        rate_measured=context.demand.rate_measured,
    )


def _concurrency(context: LaneContext, planned: int) -> int:
    """For the Lambda consumer, which is not on this host: the need, with the workers' cool-down and hysteresis.

    For a lane that is paused or whose queue does not answer: as before.
    """
    maximum, before = context.lane.max_concurrency, context.before.concurrency
    if context.lane.paused or context.observed.backlog is None:
        return min(before, maximum)
    wanted = max(context.demand.needed, planned, MIN_CONCURRENCY)
    if wanted < before:
        enough = max(context.demand.enough, planned, MIN_CONCURRENCY)
        wanted = before if context.is_cooling(_concurrency_since(context)) else min(before, enough)
    return min(wanted, maximum)


def _concurrency_since(context: LaneContext) -> datetime:
    return context.before.concurrency_changed_at or context.before.changed_at
