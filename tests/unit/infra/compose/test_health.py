"""Health checks of the bridge's containers: not whether a process runs, but whether its work gets done."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from esteira.scaling.memory import MemoryHeartbeatStore, MemoryPlanCache
from esteira.scaling.observation import MISSING_AFTER, Heartbeat

from bridge.queues import JOBS, RECOVERY, waiting_key
from infra.docker.health import FRESH_FOR, MOST_WAITING, TASKS, plan_is_fresh, tasks_are_taken, workers_beat
from tests.fixtures.clock import READ_AT
from tests.fixtures.heartbeats import beat, plan


@pytest.mark.parametrize(("age", "fresh"), [(FRESH_FOR, True), (FRESH_FOR + timedelta(seconds=1), False)])
def test_a_plan_is_fresh_for_a_while(age: timedelta, *, fresh: bool) -> None:
    plans = MemoryPlanCache()
    plans.put(plan(at=READ_AT))

    assert plan_is_fresh(plans, READ_AT + age) is fresh


def test_without_a_plan_nothing_is_healthy() -> None:
    assert not plan_is_fresh(MemoryPlanCache(), READ_AT)
    assert not workers_beat(MemoryPlanCache(), MemoryHeartbeatStore(), READ_AT)


@pytest.mark.parametrize(
    ("beats", "well"),
    [
        ([beat("one")], True),
        ([beat("one", at=READ_AT - MISSING_AFTER * 2)], False),
        ([beat("one", lane="payments")], False),
        ([], False),
    ],
    ids=["one beats", "it is missing", "another lane's", "none"],
)
def test_a_lane_with_planned_workers_needs_a_recent_heartbeat(beats: Sequence[Heartbeat], *, well: bool) -> None:
    plans, board = MemoryPlanCache(), MemoryHeartbeatStore()
    plans.put(plan(at=READ_AT))
    for one in beats:
        board.beat(one)

    assert workers_beat(plans, board, READ_AT) is well


@pytest.mark.parametrize("queue", [RECOVERY, JOBS])
@pytest.mark.parametrize(("more", "well"), [(-1, True), (0, True), (1, False)])
def test_a_worker_without_a_heartbeat_is_healthy_while_its_tasks_are_taken(
    queue: str, more: int, *, well: bool
) -> None:
    assert tasks_are_taken(queue, MOST_WAITING[queue] + more) is well
    assert waiting_key(queue) == TASKS[queue]
