"""What is recorded of each tick of the manager."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from esteira.core.names import Lane
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import HostUsage, WorkerState
from esteira.scaling.recording.recorded_tick import AttemptTotals, RecordedLane, recorded_tick

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import beat, flow, seen

RETRIES: Mapping[Lane, float] = {"orders": 10, "payments": 20}


def recorded(*workers: Any, before: tuple[Any, ...] | None = None, orders: int | None = 7) -> RecordedLane:
    """What is recorded of the orders, where the manager sees these workers, and saw those before."""
    earlier = None if before is None else make_plan(flow(), seen(workers=list(before)), None)
    plan = make_plan(flow(), seen(orders, after_seconds=2, workers=list(workers)), earlier)
    return recorded_tick(plan, earlier, {"orders": AttemptTotals(ended=40, failed=3)}, RETRIES).lanes["orders"]


def test_the_queue_and_the_attempts_of_a_lane_are_recorded() -> None:
    lane = recorded()

    assert (lane.visible, lane.ended, lane.failed, lane.retry_seconds) == (7, 40, 3, 10)


def test_workers_are_recorded_by_what_they_do() -> None:
    states = (WorkerState.STARTING, WorkerState.IDLE, WorkerState.POLLING)
    holding = (WorkerState.BUSY, WorkerState.DRAINING)

    lane = recorded(
        *(beat(state, state=state) for state in states), *(beat(state, state=state, in_hand=9) for state in holding)
    )

    assert (lane.starting, lane.ready, lane.busy, lane.draining, lane.in_hand) == (1, 3, 1, 1, 18)


def test_what_workers_did_is_counted_one_by_one_since_the_tick_before() -> None:
    before = (beat("stays", processed=10, failed=1), beat("ends", processed=500))

    lane = recorded(beat("stays", processed=14, failed=2), beat("new", processed=3), before=before)

    assert lane.worked == 8


def test_the_first_tick_knows_nothing_of_what_was_done_before_it() -> None:
    assert recorded(beat(processed=1_000)).worked == 0


def test_a_queue_that_does_not_answer_is_recorded_as_unknown() -> None:
    assert recorded(orders=None).visible is None


def test_a_worker_that_is_planned_counts_before_its_first_heartbeat() -> None:
    lane = recorded(orders=12_000)

    assert (lane.ready, lane.planned, lane.workers) == (0, 2, 2)


def test_the_host_is_recorded_with_and_without_its_workers() -> None:
    observation = seen(workers=[beat(cpu_percent=60)], host=HostUsage(cpu_percent=90, memory_percent=40, cores=2))

    tick = recorded_tick(make_plan(flow(), observation, None), None, {}, RETRIES)

    assert (tick.cpu_percent, tick.others_cpu_percent, tick.memory_percent) == (90, 60, 40)
    assert tick.at == READ_AT + timedelta(0)
