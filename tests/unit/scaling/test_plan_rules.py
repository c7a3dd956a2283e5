"""Each rule that can bind a number of workers, with the sentence that explains it."""

from typing import Any

import pytest
from esteira.scaling.config import LaneConfig
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import HostUsage, Observation
from esteira.scaling.plan import LanePlan, Plan, Rule

from tests.fixtures.observations import busy, flow, seen

STEPS: dict[str, tuple[list[Observation], int, Rule, str]] = {
    "need": ([seen(18_000)], 3, Rule.NEED, "18,000 waiting ÷ (100.0/s of one worker, assumed, × 60 s) need 3 workers."),
    "measured rate": ([seen(18_000, workers=busy(1, rate=200))], 2, Rule.NEED, "(200.0/s of one worker, measured, "),
    "rate of before": (
        [seen(0, workers=busy(1, rate=200)), seen(18_000)], 2, Rule.NEED, "(200.0/s of one worker, as last measured, "
    ),
    "minimum": ([seen(0)], 1, Rule.MINIMUM, "need 0 workers; the minimum is 1."),
    "maximum": ([seen(60_000)], 4, Rule.MAXIMUM, "need 10 workers; the maximum is 4."),
    "weight": (
        [seen(24_000, 60_000)], 2, Rule.WEIGHT,
        "All lanes claim 8, the total is 6; by its weight of 40 the lane gets 2 of the 4 it claims.",
    ),
    "CPU": (
        [seen(0), seen(18_000, host=HostUsage(cpu_percent=97, memory_percent=10))], 1, Rule.HOST_BUSY,
        "other programs use 97 % of the host's CPU (limit 90 %), so nothing grows beyond 1.",
    ),
    "memory": (
        [seen(0), seen(18_000, host=HostUsage(cpu_percent=10, memory_percent=91))], 1, Rule.HOST_BUSY,
        "the host's memory is at 91 % (limit 90 %), so nothing grows beyond 1.",
    ),
    "cool-down": (
        [seen(18_000), seen(0, after_seconds=29)], 3, Rule.COOL_DOWN,
        "need 0 workers; 3 workers kept for 30 s after the last change at 12:00:00 UTC.",
    ),
    "hysteresis": (
        [seen(18_000), seen(10_000, after_seconds=31)], 3, Rule.HYSTERESIS,
        "need 2 workers; 3 kept, because a quarter more work would need 3.",
    ),
    "busy": (
        [seen(18_000), seen(0, after_seconds=31, workers=busy(2))], 2, Rule.BUSY,
        "; 2 workers kept to finish the messages in hand.",
    ),
    "blind": ([seen(18_000), seen(None, after_seconds=99)], 3, Rule.BLIND, "The queue does not answer; 3 workers as"),
}  # fmt: skip


def last_plan(observations: list[Observation], **configured: Any) -> Plan:
    plan = None
    for observation in observations:
        plan = make_plan(flow(**configured), observation, plan)
    assert plan
    return plan


def orders(observations: list[Observation], **configured: Any) -> LanePlan:
    return last_plan(observations, **configured).lanes["orders"]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_each_number_names_what_bound_it(step: tuple[list[Observation], int, Rule, str]) -> None:
    observations, workers, rule, sentence = step

    plan = orders(observations)

    assert (plan.workers, plan.rule) == (workers, rule)
    assert sentence in plan.reason


def test_growth_comes_at_once_and_shrinking_after_the_cool_down() -> None:
    steps = [seen(0), seen(24_000, after_seconds=2), seen(0, after_seconds=31), seen(0, after_seconds=32)]

    assert [orders(steps[:number]).workers for number in (1, 2, 3, 4)] == [1, 4, 4, 1]


def test_what_the_workers_use_themselves_keeps_no_lane_from_growing() -> None:
    full, workers = HostUsage(cpu_percent=100, memory_percent=10, cores=2), busy(1, cpu_percent=30)

    plan = orders([seen(0), seen(18_000, host=full, workers=workers)])
    beside_others = orders([seen(0), seen(18_000, host=full, workers=busy(1, cpu_percent=10))])

    assert (plan.workers, plan.rule) == (3, Rule.NEED)
    assert (beside_others.workers, beside_others.rule) == (1, Rule.HOST_BUSY)
    assert "other programs use 95 %" in beside_others.reason


def test_a_busy_host_never_keeps_a_lane_from_its_minimum() -> None:
    strained = HostUsage(cpu_percent=100, memory_percent=100)

    plan = orders([seen(18_000, host=strained)], orders=LaneConfig(weight=40, min_workers=2))

    assert (plan.workers, plan.rule) == (2, Rule.HOST_BUSY)


def test_a_busy_host_keeps_nothing_from_shrinking() -> None:
    strained = HostUsage(cpu_percent=100, memory_percent=100)

    plan = orders([seen(18_000), seen(0, after_seconds=31, host=strained)])

    assert (plan.workers, plan.rule) == (1, Rule.MINIMUM)


def test_a_paused_lane_receives_nothing_and_keeps_its_minimum_ready() -> None:
    running, paused = flow(), flow(orders=LaneConfig(weight=40, paused=True))
    before = make_plan(running, seen(24_000, 24_000), None)

    plan = make_plan(paused, seen(24_000, 24_000, after_seconds=2), before)

    assert (plan.lanes["orders"].workers, plan.lanes["orders"].rule) == (1, Rule.PAUSED)
    assert [lane.receiving for lane in plan.lanes.values()] == [False, True]
    assert plan.lanes["orders"].reason == "The lane is paused; its minimum of 1 stays ready."


def test_a_paused_lane_keeps_the_workers_that_hold_messages() -> None:
    paused = flow(orders=LaneConfig(weight=40, paused=True))
    before = make_plan(flow(), seen(24_000), None)

    plan = make_plan(paused, seen(24_000, after_seconds=2, workers=busy(3)), before).lanes["orders"]

    assert (plan.workers, plan.rule) == (3, Rule.PAUSED)
    assert plan.reason.endswith("; 3 workers kept to finish the messages in hand.")


def test_without_functions_the_workers_receive_alone() -> None:
    alone = flow(orders=LaneConfig(weight=40, functions=False), payments=LaneConfig(weight=60, paused=True))

    lanes = make_plan(alone, seen(24_000), None).lanes

    assert [(lane.receiving, lane.functions) for lane in lanes.values()] == [(True, False), (False, False)]


def test_what_is_kept_without_need_is_given_to_the_lane_that_needs_it() -> None:
    steps = [seen(0, 24_000), seen(24_000, 0, after_seconds=2)]

    lanes = last_plan(steps).lanes

    assert {name: lane.workers for name, lane in lanes.items()} == {"orders": 4, "payments": 2}
    assert lanes["payments"].reason.endswith("Only 2 of them: another lane needs the room.")


def test_minimums_come_before_weights() -> None:
    heavy, light = LaneConfig(weight=95, max_workers=9), LaneConfig(weight=5, min_workers=3, max_workers=9)

    lanes = last_plan([seen(90_000, 90_000)], orders=heavy, payments=light).lanes

    assert {name: lane.workers for name, lane in lanes.items()} == {"orders": 3, "payments": 3}


def test_where_the_minimums_exceed_the_total_they_are_split_by_weight() -> None:
    greedy = [LaneConfig(weight=share, min_workers=10, max_workers=10) for share in (40, 60)]

    lanes = last_plan([seen()], orders=greedy[0], payments=greedy[1], max_total_workers=10).lanes

    assert {name: lane.workers for name, lane in lanes.items()} == {"orders": 4, "payments": 6}


def test_a_new_maximum_holds_at_once() -> None:
    before = make_plan(flow(), seen(24_000), None)

    plan = make_plan(flow(orders=LaneConfig(weight=40, max_workers=2)), seen(24_000, after_seconds=1), before)

    assert (plan.lanes["orders"].workers, plan.lanes["orders"].rule) == (2, Rule.MAXIMUM)


def test_where_the_plan_was_lost_whoever_runs_stays_for_a_cool_down() -> None:
    plan = orders([seen(0, workers=busy(3))])

    assert (plan.workers, plan.rule) == (3, Rule.COOL_DOWN)


@pytest.mark.parametrize(
    ("observations", "concurrency"),
    [
        ([seen(0)], 2),
        ([seen(36_000)], 6),
        ([seen(600_000)], 20),
        ([seen(36_000), seen(0, after_seconds=29)], 6),
        ([seen(36_000), seen(0, after_seconds=31)], 2),
        ([seen(36_000), seen(None, after_seconds=99)], 6),
    ],
    ids=["least", "need", "most", "cool-down", "after it", "blind"],
)
def test_the_functions_concurrency_follows_the_need(observations: list[Observation], concurrency: int) -> None:
    wide = LaneConfig(weight=40, max_concurrency=20)

    assert orders(observations, orders=wide).concurrency == concurrency
