"""One tick: plan, then hand out."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from esteira.domain.flow.plan import Plan
from esteira.domain.names import Lane
from esteira.errors import Unavailable
from esteira.log import logger

from bridge.manager.hand_out import tasks_to_hand_out


@dataclass(frozen=True, kw_only=True)
class Manager:
    """What a manager works with. It remembers nothing between ticks.

    `lease` says whether this manager may work now. `waiting` counts the drain tasks that wait for a worker.
    """

    lease: Callable[[], AbstractContextManager[bool]]
    plan: Callable[[], Plan]
    waiting: Callable[[], Mapping[Lane, int]]
    hand_out: Callable[[Lane], None]


def tick(manager: Manager) -> Plan | None:
    """The plan that was made; None where another manager is at work, or what is needed does not answer."""
    try:
        with manager.lease() as may_work:
            return _plan_and_hand_out(manager) if may_work else None
    except Unavailable as error:
        logger.warning("tick not finished", action="manage", error=str(error))
        return None


def _plan_and_hand_out(manager: Manager) -> Plan:
    plan = manager.plan()
    for lane, tasks in tasks_to_hand_out(plan, manager.waiting()).items():
        for _ in range(tasks):
            manager.hand_out(lane)
    return plan
