"""Health checks of the bridge's containers: not whether a process runs, but whether its work gets done."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from esteira.scaling.memory import MemoryHeartbeatStore, MemoryPlanCache
from esteira.scaling.observation import MISSING_AFTER, Heartbeat

from bridge.queues import RECOVERY, waiting_key
from infra.docker.health import FRESH_FOR, MOST_WAITING, RECOVERY_TASKS, plan_is_fresh, tasks_are_taken, workers_beat
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


@pytest.mark.parametrize(("waiting", "well"), [(0, True), (MOST_WAITING, True), (MOST_WAITING + 1, False)])
def test_the_recovery_is_healthy_while_its_tasks_are_taken(waiting: int, *, well: bool) -> None:
    assert tasks_are_taken(waiting) is well
    assert waiting_key(RECOVERY) == RECOVERY_TASKS
