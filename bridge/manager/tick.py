"""One tick of the manager: plan, then dispatch drain tasks to idle workers."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.reporting.error_report import ReportErrors, report_nothing, report_of
from esteira.scaling.observation import WorkerState
from esteira.scaling.plan import Plan


@dataclass(frozen=True, kw_only=True)
class ManagerDeps:
    """What a tick calls. Nothing is kept between ticks. `report` publishes what kept a tick from its end.

    `lease` tells whether this manager may work now. `waiting` counts the drain tasks that wait for a worker.
    `dispatch` sends one drain task. All may raise `Unavailable`.
    """

    lease: Callable[[], AbstractContextManager[bool]]
    plan: Callable[[], Plan]
    waiting: Callable[[], Mapping[Lane, int]]
    dispatch: Callable[[Lane], None]
    report: ReportErrors = report_nothing


def tick(deps: ManagerDeps) -> Plan | None:
    """The plan that was made; None where another manager is active, or a service is unavailable."""
    try:
        with deps.lease() as may_work:
            return _plan_and_dispatch(deps) if may_work else None
    except Unavailable as error:
        logger.warning("tick not finished", action="manage", error=str(error))
        deps.report([report_of(error, component="bridge.manager", place="bridge.manager.tick")])
        return None


def tasks_to_dispatch(plan: Plan, waiting: Mapping[Lane, int]) -> Mapping[Lane, int]:
    """One task for each idle worker with a recent heartbeat, less those that wait already; none for a paused lane.

    Level-triggered: a lost task is sent again at the next tick, because its worker is still idle.
    """
    return {
        lane: max(0, _idle(plan, lane) - waiting.get(lane, 0))
        for lane, planned in plan.lanes.items()
        if planned.receiving
    }


def _plan_and_dispatch(deps: ManagerDeps) -> Plan:
    plan = deps.plan()
    for lane, tasks in tasks_to_dispatch(plan, deps.waiting()).items():
        for _ in range(tasks):
            deps.dispatch(lane)
    return plan


def _idle(plan: Plan, lane: Lane) -> int:
    observed = plan.observation.lanes.get(lane)
    workers = observed.workers if observed else ()
    return sum(worker.state is WorkerState.IDLE and not worker.is_missing(plan.at) for worker in workers)
