"""The manager's plan: how many workers each lane gets, and which rule said so (F18, F22).

Three numbers of each lane are brought under the total one after the other, each by weight: its minimum; what it needs
within its own limits; what it would rather keep (cool-down, hysteresis, workers that hold messages). So a lane that
grows takes room that another keeps without need, at once, and never what that one needs within its weight. Fewer
planned workers never cut one that is busy: whoever is too many finishes what it holds first (`staff`).
"""

from collections.abc import Mapping
from datetime import datetime

from esteira.domain.flow.config import FlowConfiguration, FlowVersion
from esteira.domain.flow.demand import demand_of
from esteira.domain.flow.demand_request import Bound, Case, Claim, claim_of
from esteira.domain.flow.observation import LaneObservation, Observation, WorkerState
from esteira.domain.flow.plan import LanePlan, Plan, Rule
from esteira.domain.flow.share_out import share_out
from esteira.domain.names import Lane

LEAST_CONCURRENCY = 2
"""Lambda takes no lower maximum for a queue's mapping."""

UNSEEN = LaneObservation(backlog=None)


def make_plan(version: FlowVersion, observation: Observation, before: Plan | None) -> Plan:
    """The plan for now. Without one before it, the workers that run count as planned this moment."""
    configuration = version.configuration
    claims = {lane: claim_of(_case(lane, configuration, observation, before)) for lane in configuration.lanes}
    shares = _shares(claims, configuration.max_total_workers)
    lanes = {lane: _lane_plan(claims[lane].case, _settled(claims, lane, shares)) for lane in claims}
    return Plan(at=observation.at, version=version.version, lanes=lanes, observation=observation)


def _case(lane: Lane, configuration: FlowConfiguration, observation: Observation, before: Plan | None) -> Case:
    observed = observation.lanes.get(lane, UNSEEN)
    standing = before.lanes.get(lane) if before else None
    standing = standing or _standing(observed, observation)
    return Case(
        at=observation.at,
        flow=configuration.lanes[lane],
        configuration=configuration,
        observed=observed,
        host=observation.host,
        before=standing,
        demand=demand_of(observed, configuration.lanes[lane], standing),
    )


def _standing(observed: LaneObservation, observation: Observation) -> LanePlan:
    """What stands in for a plan that was lost, or never was."""
    return LanePlan(
        needed=0,
        workers=sum(beat.state is not WorkerState.DRAINING for beat in observed.workers),
        concurrency=LEAST_CONCURRENCY,
        receiving=True,
        rule=Rule.NEED,
        reason="",
        changed_at=observation.at,
    )


def _shares(claims: Mapping[Lane, Claim], total: int) -> dict[Lane, int]:
    weights = {lane: each.case.flow.weight for lane, each in claims.items()}
    minimums = {lane: min(each.case.flow.min_workers, each.firm.workers) for lane, each in claims.items()}
    needs = {lane: each.firm.workers for lane, each in claims.items()}
    wishes = {lane: each.kept.workers for lane, each in claims.items()}
    shares = dict.fromkeys(claims, 0)
    for caps in (minimums, needs, wishes):
        shares = share_out(total, floors=shares, caps=caps, weights=weights)
    return shares


def _settled(claims: Mapping[Lane, Claim], lane: Lane, shares: Mapping[Lane, int]) -> Bound:
    """The lane's share, with the last rule that had a say."""
    mine, share = claims[lane], shares[lane]
    if share < mine.firm.workers:
        claimed = sum(each.firm.workers for each in claims.values())
        reason = (
            f"{mine.firm.reason} All lanes claim {claimed}, the total is {mine.case.configuration.max_total_workers};"
            f" by its weight of {mine.case.flow.weight} the lane gets {share} of the {mine.firm.workers} it claims."
        )
        return Bound(workers=share, rule=Rule.WEIGHT, reason=reason)
    if share == mine.firm.workers:
        return mine.firm
    if share < mine.kept.workers:
        reason = f"{mine.kept.reason} Only {share} of them: another lane needs the room."
        return Bound(workers=share, rule=mine.kept.rule, reason=reason)
    return mine.kept


def _lane_plan(case: Case, settled: Bound) -> LanePlan:
    before, at = case.before, case.at
    concurrency = _concurrency(case, settled.workers)
    return LanePlan(
        needed=case.demand.needed,
        workers=settled.workers,
        concurrency=concurrency,
        receiving=not case.flow.paused,
        functions=case.flow.functions and not case.flow.paused,
        rule=settled.rule,
        reason=settled.reason,
        changed_at=before.changed_at if settled.workers == before.workers else at,
        concurrency_changed_at=_concurrency_since(case) if concurrency == before.concurrency else at,
        rate_per_second=case.demand.rate_per_second,
        rate_measured=case.demand.rate_measured,
    )


def _concurrency(case: Case, planned: int) -> int:
    """Of the Lambda consumer, which is not on this host: the need itself, with the cool-down and hysteresis of workers.

    Of a lane that is paused or blind: as before.
    """
    most, before = case.flow.max_concurrency, case.before.concurrency
    if case.flow.paused or case.observed.backlog is None:
        return min(before, most)
    wanted = max(case.demand.needed, planned, LEAST_CONCURRENCY)
    if wanted < before:
        enough = max(case.demand.enough, planned, LEAST_CONCURRENCY)
        wanted = before if case.is_cooling(_concurrency_since(case)) else min(before, enough)
    return min(wanted, most)


def _concurrency_since(case: Case) -> datetime:
    return case.before.concurrency_changed_at or case.before.changed_at
