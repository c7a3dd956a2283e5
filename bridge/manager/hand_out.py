"""How many drain tasks each lane gets now."""

from collections.abc import Mapping

from esteira.domain.flow.observation import WorkerState
from esteira.domain.flow.plan import Plan
from esteira.domain.names import Lane


def tasks_to_hand_out(plan: Plan, waiting: Mapping[Lane, int]) -> Mapping[Lane, int]:
    """One for each worker that beats and is idle, less those that wait in the lane's queue; none for a paused lane.

    Level-triggered: a task that is lost is missed at the next tick, when its worker is still idle.
    """
    return {
        lane: max(0, _idle(plan, lane) - waiting.get(lane, 0))
        for lane, planned in plan.lanes.items()
        if planned.receiving
    }


def _idle(plan: Plan, lane: Lane) -> int:
    observed = plan.observation.lanes.get(lane)
    workers = observed.workers if observed else ()
    return sum(worker.state is WorkerState.IDLE and not worker.is_missing(plan.at) for worker in workers)
