"""What is true of every plan, whatever was seen and configured."""

from datetime import datetime, timedelta

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion, LaneConfig
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import LaneObservation, Observation, WorkerState
from esteira.scaling.plan import LanePlan, Plan, Rule
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.fixtures.observations import CALM, flow, flows, observations, seen

LIMITS_OF_OPERATORS = {Rule.WEIGHT, Rule.MAXIMUM, Rule.PAUSED, Rule.BLIND}


@st.composite
def histories(draw: st.DrawFn) -> list[Observation]:
    """Observations one after the other."""
    steps = draw(st.lists(st.integers(1, 120), min_size=1, max_size=4))
    return [draw(observations(after_seconds=sum(steps[: number + 1]))) for number in range(len(steps))]


def planned(version: ConfigVersion, history: list[Observation]) -> Plan:
    plan = None
    for observation in history:
        plan = make_plan(version, observation, plan)
    assert plan
    return plan


def numbers(plan: Plan) -> dict[Lane, tuple[int, int]]:
    return {lane: (lane_plan.workers, lane_plan.concurrency) for lane, lane_plan in plan.lanes.items()}


@given(version=flows(), history=histories())
def test_no_limit_is_ever_exceeded(version: ConfigVersion, history: list[Observation]) -> None:
    lanes = planned(version, history).lanes

    assert sum(lane.workers for lane in lanes.values()) <= version.configuration.max_total_workers
    for name, limits in version.configuration.lanes.items():
        assert lanes[name].workers <= limits.max_workers
        assert 2 <= lanes[name].concurrency <= limits.max_concurrency


@given(version=flows(), history=histories())
def test_every_lane_has_its_minimum_where_the_total_allows(version: ConfigVersion, history: list[Observation]) -> None:
    limits = version.configuration.lanes
    assume(sum(lane.min_workers for lane in limits.values()) <= version.configuration.max_total_workers)

    lanes = planned(version, history).lanes

    assert all(lanes[name].workers >= limits[name].min_workers for name in limits)


@given(weight=st.integers(0, 100), total=st.integers(0, 40), history=histories())
def test_where_all_lanes_need_more_than_the_total_it_is_split_by_weight(
    weight: int, total: int, history: list[Observation]
) -> None:
    lanes = [LaneConfig(weight=share, min_workers=0, max_workers=60) for share in (weight, 100 - weight)]
    version = flow(orders=lanes[0], payments=lanes[1], max_total_workers=total)
    backlogged = seen(10_000_000, 10_000_000, after_seconds=1000, host=CALM)

    plan = planned(version, [*history, backlogged])

    assert sum(lane.workers for lane in plan.lanes.values()) == total
    assert abs(plan.lanes["orders"].workers - total * weight / 100) < 1


@given(weight=st.integers(1, 100), total=st.integers(2, 40))
def test_the_share_of_an_idle_lane_is_given_away(weight: int, total: int) -> None:
    orders = LaneConfig(weight=weight, min_workers=0, max_workers=60)
    payments = LaneConfig(weight=100 - weight, min_workers=1, max_workers=60)

    plan = make_plan(flow(orders=orders, payments=payments, max_total_workers=total), seen(10_000_000, 0), None)

    assert (plan.lanes["orders"].workers, plan.lanes["payments"].workers) == (total - 1, 1)


@given(version=flows(), history=histories(), last=observations(after_seconds=1000), more=st.integers(0, 50_000))
def test_more_backlog_never_means_fewer_workers(
    version: ConfigVersion, history: list[Observation], last: Observation, more: int
) -> None:
    backlog = last.lanes["orders"].backlog
    assume(backlog is not None)
    before = planned(version, history)
    fuller = last.lanes["orders"].model_copy(update={"backlog": (backlog or 0) + more})

    less = make_plan(version, last, before).lanes["orders"]
    rather_more = make_plan(version, _with_orders(last, fuller), before).lanes["orders"]

    assert rather_more.workers >= less.workers
    assert rather_more.concurrency >= less.concurrency


@given(version=flows(), history=histories(), later=st.integers(0, 29))
def test_the_same_again_changes_nothing(version: ConfigVersion, history: list[Observation], later: int) -> None:
    plan = planned(version, history)
    same = history[-1].model_copy(update={"at": plan.at + timedelta(seconds=later)})
    assume(_cooling(version, plan, plan.at) == _cooling(version, plan, same.at))

    again = make_plan(version, same, plan)

    assert numbers(again) == numbers(plan)
    assert [lane.changed_at for lane in again.lanes.values()] == [lane.changed_at for lane in plan.lanes.values()]


@given(version=flows(), last=observations())
@example(version=flow(cool_down_seconds=0), last=seen(7_000, 0))
def test_it_comes_to_rest_as_soon_as_the_cool_down_is_over(version: ConfigVersion, last: Observation) -> None:
    plan = planned(version, [last])
    ticks = [last.model_copy(update={"at": last.at + timedelta(seconds=301 * tick)}) for tick in (1, 2, 3)]

    first, second, third = (plan := make_plan(version, tick, plan) for tick in ticks)

    assert numbers(first) == numbers(second) == numbers(third)


@given(version=flows(), history=histories())
def test_only_operators_limits_plan_fewer_workers_than_hold_messages(
    version: ConfigVersion, history: list[Observation]
) -> None:
    before = planned(version, history[:-1]) if history[1:] else None

    plan = make_plan(version, history[-1], before)

    for name, lane in plan.lanes.items():
        floor = min(_holding(history[-1].lanes[name]), _workers(before, name))
        assert lane.workers >= floor or lane.rule in LIMITS_OF_OPERATORS or _is_full(version, plan)


@given(version=flows(), history=histories())
def test_nothing_shrinks_during_the_cool_down_unless_the_room_is_needed(
    version: ConfigVersion, history: list[Observation]
) -> None:
    before = planned(version, history[:-1]) if history[1:] else None
    assume(before)

    plan = make_plan(version, history[-1], before)

    cool_down = timedelta(seconds=version.configuration.cool_down_seconds)
    for name, lane in plan.lanes.items():
        was = _lane(before, name)
        if plan.at - was.changed_at < cool_down and lane.receiving:
            assert lane.workers >= was.workers or _is_full(version, plan)


@given(version=flows(), history=histories())
def test_every_number_has_a_reason_with_figures(version: ConfigVersion, history: list[Observation]) -> None:
    for lane in planned(version, history).lanes.values():
        assert lane.reason.endswith(".")
        assert any(character.isdigit() for character in lane.reason)


def _with_orders(observation: Observation, orders: LaneObservation) -> Observation:
    return observation.model_copy(update={"lanes": {**observation.lanes, "orders": orders}})


def _cooling(version: ConfigVersion, plan: Plan, at: datetime) -> list[bool]:
    """Whether the cool-down of each number lasts."""
    cool_down = timedelta(seconds=version.configuration.cool_down_seconds)
    changes = [(lane.changed_at, lane.concurrency_changed_at) for lane in plan.lanes.values()]
    return [at - (since or at) < cool_down for pair in changes for since in pair]


def _holding(lane: LaneObservation) -> int:
    return sum(beat.in_hand > 0 and beat.state is not WorkerState.DRAINING for beat in lane.workers)


def _lane(plan: Plan | None, name: Lane) -> LanePlan:
    assert plan
    return plan.lanes[name]


def _workers(plan: Plan | None, name: Lane) -> int:
    return plan.lanes[name].workers if plan else 0


def _is_full(version: ConfigVersion, plan: Plan) -> bool:
    return sum(lane.workers for lane in plan.lanes.values()) == version.configuration.max_total_workers
