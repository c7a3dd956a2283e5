"""The load of recorded ticks, what happened in them, and both compared: figures that can be worked out by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from esteira.core.errors import ImpossibleFlow, NotFound
from esteira.scaling.config import LaneConfig
from esteira.scaling.config_change import DEFAULT_VERSION
from esteira.scaling.plan import Rule
from esteira.scaling.recording.memory import MemoryTickRecord
from esteira.scaling.recording.recorded_tick import RecordedLane
from esteira.scaling.what_if.compare import of_ticks, read_recorded, what_if
from esteira.scaling.what_if.curves import samples
from esteira.scaling.what_if.happened import happened, measured_timing
from esteira.scaling.what_if.read_load import load_of, seconds_without_ticks

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import flow
from tests.fixtures.recorded import real_run, recorded_lane, recorded_ticks

ONE = LaneConfig(weight=40, min_workers=1, max_workers=1)
NONE = LaneConfig(weight=60, min_workers=0)


def drained(ticks: int = 11, each: int = 200) -> list[RecordedLane]:
    """A lane with one worker, which ends `each` messages in a tick until none is left."""
    return [
        recorded_lane(each * (ticks - 1 - number), ended=each * number, worked=each if number else 0)
        for number in range(ticks)
    ]


def test_what_left_the_queue_without_an_attempt_was_in_flight() -> None:
    found = samples(recorded_ticks([recorded_lane(100), recorded_lane(60, in_flight=40)]), "orders")

    assert (found[-1].arrived, found[-1].received) == (0, 40)


def test_what_was_consumed_at_once_had_arrived() -> None:
    found = samples(recorded_ticks([recorded_lane(0), recorded_lane(0, ended=70)]), "orders")

    assert (found[-1].arrived, found[-1].received) == (70, 70)


def test_a_message_that_was_counted_in_queue_and_attempts_for_a_moment_arrived_once() -> None:
    lanes = [recorded_lane(0, in_flight=10), recorded_lane(0, in_flight=10, ended=10), recorded_lane(0, ended=10)]

    assert [sample.arrived for sample in samples(recorded_ticks(lanes), "orders")] == [0, 0, 0]


def test_counts_that_began_anew_are_no_negative_arrivals() -> None:
    lanes = [recorded_lane(0, ended=5_000), recorded_lane(0, ended=30)]

    assert samples(recorded_ticks(lanes), "orders")[-1].arrived == 30


def test_ticks_at_which_the_queue_did_not_answer_are_left_out() -> None:
    lanes = [recorded_lane(5), recorded_lane(None), recorded_lane(9)]

    assert [sample.arrived for sample in samples(recorded_ticks(lanes), "orders")] == [0, 4]


def test_the_rate_is_measured_while_messages_wait() -> None:
    idle = [recorded_lane(0, ended=2_000)] * 30

    load = load_of(recorded_ticks([*drained(), *idle])).lanes["orders"]

    assert set(load.rates) == {100}
    assert (load.backlog, sum(load.arrivals)) == (2_000, 0)


def test_what_functions_did_is_not_credited_to_workers() -> None:
    lanes = [replace(lane, worked=lane.worked // 4) for lane in drained()]

    load = load_of(recorded_ticks(lanes)).lanes["orders"]

    assert (load.rates[0], load.function_rates[0]) == (25, 75)


def test_a_host_that_was_half_used_by_one_worker_and_a_function_is_full_with_four() -> None:
    assert load_of(recorded_ticks(drained())).full_at == 4


def test_what_happened_is_measured_from_arrival_to_receipt() -> None:
    outcome = happened(recorded_ticks(drained())).lanes["orders"]

    # 200 messages left at each tick: they had waited 2, 4, … 20 seconds; at the tick's end 1,800, 1,600, … 0 waited.
    assert (outcome.waiting.messages, outcome.waiting.p50, outcome.waiting.longest) == (2_000, 10, 20)
    assert outcome.waiting.mean == 9
    assert outcome.worker_minutes == pytest.approx(20 / 60)


def test_what_still_waits_counts_with_the_time_that_it_has_waited() -> None:
    outcome = happened(recorded_ticks(drained()[:6])).lanes["orders"]

    assert (outcome.left, outcome.waiting.messages, outcome.waiting.mean) == (1_000, 1_000, 14)


def test_the_replay_of_the_same_configuration_is_what_happened() -> None:
    recorded = of_ticks(recorded_ticks([*drained(), *[recorded_lane(0, ended=2_000)] * 5]))

    compared = what_if(recorded, flow(orders=ONE, payments=NONE), {})

    error = compared.error_percent
    assert error is not None
    assert (abs(error.waiting), abs(error.worker_minutes)) < (15, 15)
    assert compared.present == compared.proposed


def test_a_proposal_is_replayed_beside_the_present_configuration() -> None:
    recorded = of_ticks(recorded_ticks(drained(ticks=31)))
    more = {"lanes": {"orders": {"max_workers": 4, "target_seconds": 10}}}

    compared = what_if(recorded, flow(orders=ONE, payments=NONE), more)

    assert compared.proposed.waiting.mean < compared.present.waiting.mean
    assert compared.proposed.worker_minutes > 0


def test_more_workers_than_the_host_has_cpu_for_are_not_faster_together() -> None:
    full, half = (of_ticks(recorded_ticks(drained(ticks=31), cpu=cpu)) for cpu in (100, 25))
    more = {"lanes": {"orders": {"max_workers": 4, "target_seconds": 1, "functions": False}}}

    busy, free = (what_if(each, flow(orders=ONE, payments=NONE), more).proposed for each in (full, half))

    assert free.waiting.mean < busy.waiting.mean


def test_a_worker_between_two_batches_is_not_kept_for_what_it_holds() -> None:
    lanes = [replace(lane, ready=3, planned=3) for lane in drained(ticks=31, each=20)]
    short = {"cool_down_seconds": 2, "lanes": {"orders": {"max_workers": 3, "min_workers": 1, "target_seconds": 60}}}

    always, seldom = (
        what_if(of_ticks(recorded_ticks([replace(lane, busy=busy) for lane in lanes])), flow(), short).proposed
        for busy in (3, 1)
    )

    assert seldom.worker_minutes < always.worker_minutes


def test_an_impossible_proposal_names_its_fields() -> None:
    with pytest.raises(ImpossibleFlow, match="max_workers"):
        what_if(of_ticks(recorded_ticks(drained())), flow(), {"lanes": {"orders": {"min_workers": 9}}})


def test_starts_and_ends_of_workers_are_measured() -> None:
    planned = (1, 2, 2, 2, 2, 1, 1, 1)
    ready = (1, 1, 1, 1, 2, 1, 1, 1)
    draining = (0, 0, 0, 0, 0, 1, 1, 0)
    lanes = [
        recorded_lane(0, planned=wanted, ready=there, draining=ending)
        for wanted, there, ending in zip(planned, ready, draining, strict=True)
    ]

    timing = measured_timing(recorded_ticks(lanes))

    # Seen three ticks after the plan of the second worker, and two after that of one: half a tick too late.
    assert (timing.start_seconds, timing.drain_seconds) == (5, 3)


def test_the_rules_in_force_are_counted() -> None:
    lanes = [recorded_lane(0), recorded_lane(0, rule=Rule.WEIGHT), recorded_lane(0, rule=Rule.WEIGHT)]

    assert happened(recorded_ticks(lanes)).lanes["orders"].binding_rule == Rule.WEIGHT


def test_a_rule_of_an_idle_time_does_not_count_beside_those_while_messages_waited() -> None:
    lanes = [*[recorded_lane(0)] * 9, recorded_lane(500, rule=Rule.MAXIMUM), recorded_lane(0)]

    recorded = of_ticks(recorded_ticks(lanes))

    assert recorded.happened.lanes["orders"].binding_rule == Rule.MAXIMUM


def test_a_time_without_a_manager_is_known() -> None:
    early, late = recorded_ticks(drained())[:2]

    assert seconds_without_ticks([early, replace(late, at=early.at + timedelta(minutes=4))]) == 240


def test_a_time_without_record_says_what_is_recorded() -> None:
    record = MemoryTickRecord(ticks=recorded_ticks(drained()))

    with pytest.raises(NotFound, match=r"Nothing is recorded .* is 2026-\S+ \S+ to"):
        read_recorded(record, READ_AT - timedelta(hours=2), READ_AT - timedelta(hours=1))


def test_an_empty_record_says_how_it_is_filled() -> None:
    with pytest.raises(NotFound, match="the manager records while it runs"):
        read_recorded(MemoryTickRecord(), READ_AT - timedelta(hours=2), READ_AT)


def test_a_real_run_is_replayed_within_fifteen_percent() -> None:
    compared = what_if(of_ticks(real_run()), DEFAULT_VERSION, {})

    then, now = compared.recorded.happened.lanes["orders"], compared.present.lanes["orders"]
    assert now.waiting.messages == then.waiting.messages
    assert now.waiting.mean == pytest.approx(then.waiting.mean, rel=0.15)
    assert compared.present.worker_minutes == pytest.approx(compared.recorded.happened.worker_minutes, rel=0.15)
    assert now.binding_rule == then.binding_rule


def test_fewer_workers_would_have_let_a_real_run_wait_longer() -> None:
    compared = what_if(of_ticks(real_run()), DEFAULT_VERSION, {"lanes": {"orders": {"max_workers": 1}}})

    assert compared.proposed.waiting.mean > compared.present.waiting.mean
    assert compared.proposed.worker_minutes < compared.present.worker_minutes
