"""How many drain tasks are dispatched."""

import pytest
from esteira.scaling.config import LaneConfig
from esteira.scaling.observation import WorkerState

from bridge.manager.tick import tasks_to_dispatch
from tests.fixtures.observations import beat, busy
from tests.unit.bridge.planned import plan_for


def test_every_idle_worker_gets_a_task() -> None:
    plan = plan_for([beat("orders-1@here"), beat("orders-2@here"), *busy(3)])

    assert tasks_to_dispatch(plan, {}) == {"orders": 2, "payments": 0}


@pytest.mark.parametrize(("waiting", "dispatched"), [(0, 2), (1, 1), (2, 0), (5, 0)])
def test_tasks_that_wait_already_count(waiting: int, dispatched: int) -> None:
    plan = plan_for([beat("orders-1@here"), beat("orders-2@here")])

    assert tasks_to_dispatch(plan, {"orders": waiting})["orders"] == dispatched


@pytest.mark.parametrize("state", [state for state in WorkerState if state is not WorkerState.IDLE])
def test_no_other_worker_gets_one(state: WorkerState) -> None:
    assert tasks_to_dispatch(plan_for([beat(state=state)]), {})["orders"] == 0


def test_a_paused_lane_gets_none() -> None:
    plan = plan_for([beat()], orders=LaneConfig(weight=40, paused=True))

    assert tasks_to_dispatch(plan, {}) == {"payments": 0}
