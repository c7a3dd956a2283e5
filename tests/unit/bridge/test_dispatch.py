"""How many drain tasks are handed out."""

import pytest
from esteira.domain.flow.config import LaneFlow
from esteira.domain.flow.observation import WorkerState

from bridge.manager.hand_out import tasks_to_hand_out
from tests.unit.bridge.planned import plan_for
from tests.unit.flow.observing import beat, busy


def test_every_idle_worker_gets_a_task() -> None:
    plan = plan_for([beat("orders-1@here"), beat("orders-2@here"), *busy(3)])

    assert tasks_to_hand_out(plan, {}) == {"orders": 2, "payments": 0}


@pytest.mark.parametrize(("waiting", "handed_out"), [(0, 2), (1, 1), (2, 0), (5, 0)])
def test_tasks_that_wait_already_count(waiting: int, handed_out: int) -> None:
    plan = plan_for([beat("orders-1@here"), beat("orders-2@here")])

    assert tasks_to_hand_out(plan, {"orders": waiting})["orders"] == handed_out


@pytest.mark.parametrize("state", [state for state in WorkerState if state is not WorkerState.IDLE])
def test_no_other_worker_gets_one(state: WorkerState) -> None:
    assert tasks_to_hand_out(plan_for([beat(state=state)]), {})["orders"] == 0


def test_a_paused_lane_gets_none() -> None:
    plan = plan_for([beat()], orders=LaneFlow(weight=40, paused=True))

    assert tasks_to_hand_out(plan, {}) == {"payments": 0}
