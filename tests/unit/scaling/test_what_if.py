"""A recorded load, replayed under other weights and limits: figures that can be worked out by hand."""

import pytest
from esteira.scaling.config import LaneConfig
from esteira.scaling.observation import HostUsage
from esteira.scaling.plan import Rule
from esteira.scaling.what_if.crew import Timing
from esteira.scaling.what_if.load import LaneLoad, Load
from esteira.scaling.what_if.replay import replay
from esteira.scaling.what_if.waiting import Queue, waiting_of

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import flow

ONE = LaneConfig(weight=40, min_workers=1, max_workers=1)
NONE = LaneConfig(weight=60, min_workers=0)


def load(orders: LaneLoad, payments: LaneLoad | None = None, hosts: tuple[HostUsage, ...] = ()) -> Load:
    """A load in steps of a minute."""
    return Load(
        since=READ_AT,
        step_seconds=60,
        lanes={"orders": orders} | ({"payments": payments} if payments else {}),
        hosts=hosts,
    )


def burst(minutes: int = 2, backlog: int = 1_000) -> LaneLoad:
    """Messages that all wait at the beginning, for a worker that takes 100 a second."""
    return LaneLoad(arrivals=[0] * minutes, backlog=backlog, workers=1)


def test_a_steady_load_within_what_a_worker_can_do_does_not_wait() -> None:
    steady = LaneLoad(arrivals=[3_000] * 5, workers=1)

    outcome = replay(flow(orders=ONE, payments=NONE), load(steady))

    assert (outcome.waiting.messages, outcome.waiting.longest, outcome.lanes["orders"].left) == (15_000, 0, 0)


def test_a_burst_waits_as_long_as_one_worker_needs_for_it() -> None:
    waiting = replay(flow(orders=ONE, payments=NONE), load(burst())).waiting

    # 200 messages in each tick of two seconds: they waited 0, 2, 4, 6 and 8 seconds.
    assert (waiting.mean, waiting.p50, waiting.p95, waiting.longest) == (4, 4, 8, 8)


def test_a_worker_costs_its_minutes_whether_it_works_or_not() -> None:
    outcome = replay(flow(orders=ONE, payments=NONE), load(LaneLoad(arrivals=[0] * 5, workers=1)))

    assert outcome.worker_minutes == 5


def test_what_arrives_faster_than_it_is_taken_is_left() -> None:
    outcome = replay(flow(orders=ONE, payments=NONE), load(LaneLoad(arrivals=[9_000] * 2, workers=1)))

    assert outcome.lanes["orders"].left == 6_000


def test_every_message_is_either_taken_or_left() -> None:
    uneven = LaneLoad(arrivals=[7, 0, 12_345, 1, 9_999], backlog=17, rates=[33.3])

    orders = replay(flow(), load(uneven)).lanes["orders"]

    assert orders.waiting.messages + orders.left == 22_369


def test_more_workers_shorten_the_waiting_and_cost_more_minutes() -> None:
    few, many = (
        replay(flow(orders=LaneConfig(weight=40, max_workers=most, target_seconds=5)), load(burst(5, 20_000)))
        for most in (1, 4)
    )

    assert many.waiting.mean < few.waiting.mean
    assert many.worker_minutes > few.worker_minutes


def test_a_worker_that_takes_longer_to_start_lets_messages_wait_longer() -> None:
    cold = LaneLoad(arrivals=[0, 0], backlog=1_000)

    quick, slow = (
        replay(flow(orders=ONE, payments=NONE), load(cold), Timing(start_seconds=seconds)) for seconds in (0, 10)
    )

    assert slow.waiting.mean - quick.waiting.mean == 10


def test_weights_move_the_waiting_from_one_lane_to_the_other() -> None:
    def mean(orders: int) -> float:
        lanes = flow(
            orders=LaneConfig(weight=orders, max_workers=8, target_seconds=5),
            payments=LaneConfig(weight=100 - orders, max_workers=8, target_seconds=5),
            max_total_workers=4,
        )
        return replay(lanes, load(burst(5, 20_000), burst(5, 20_000))).lanes["orders"].waiting.mean

    assert mean(75) < mean(25)


def test_surplus_workers_stay_for_the_cool_down() -> None:
    def minutes(cool_down: float) -> float:
        busy = LaneConfig(weight=40, max_workers=4, target_seconds=5)
        return replay(flow(orders=busy, cool_down_seconds=cool_down), load(burst(5, 5_000))).worker_minutes

    assert minutes(120) > minutes(0)


@pytest.mark.parametrize(
    ("orders", "host", "rule"),
    [
        (LaneConfig(weight=40, max_workers=1, target_seconds=1), 0, Rule.MAXIMUM),
        (LaneConfig(weight=40, max_workers=4, target_seconds=1), 95, Rule.HOST_BUSY),
        (LaneConfig(weight=40, paused=True), 0, Rule.PAUSED),
    ],
)
def test_the_rule_that_decided_most_often_is_named(orders: LaneConfig, host: float, rule: Rule) -> None:
    loaded = load(burst(1, 50_000), hosts=(HostUsage(cpu_percent=host, memory_percent=0),))

    rules = replay(flow(orders=orders, payments=NONE), loaded).lanes["orders"].rules

    assert max(rules, key=lambda each: rules[each]) == rule


def test_the_same_load_gives_the_same_figures() -> None:
    uneven = load(LaneLoad(arrivals=[7, 9_000, 0, 12_345], rates=[33.3]))

    assert replay(flow(), uneven) == replay(flow(), uneven)


def test_a_load_without_steps_has_no_rule() -> None:
    outcome = replay(flow(), load(LaneLoad(arrivals=[])))

    assert (outcome.binding_rule, outcome.worker_minutes, outcome.waiting.messages) == (None, 0, 0)


def test_quantiles_count_messages_not_groups() -> None:
    waiting = waiting_of([Queue(taken=[(10, 1), (0, 99)], message_seconds=10)])

    assert (waiting.p50, waiting.p95, waiting.longest, waiting.mean) == (0, 0, 10, 0.1)
