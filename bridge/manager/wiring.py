"""The manager's composition root. Built at first use and kept for the life of the process."""

from collections.abc import Callable
from functools import cache

from esteira.core.names import Lane
from esteira.core.reporting.wiring import report
from esteira.core.settings import BridgeSettings, read
from esteira.scaling.plan_capacity import plan_capacity
from esteira.scaling.wiring import PlannerWiring

from bridge.broker import Broker
from bridge.manager.current_config import ConfigReader
from bridge.manager.tick import ManagerDeps


@cache
def manager(dispatch: Callable[[Lane], None]) -> ManagerDeps:
    """The manager of this process, which sends tasks with `dispatch`. Raises `BadSettings`."""
    return make_manager(read(BridgeSettings), dispatch)


def make_manager(settings: BridgeSettings, dispatch: Callable[[Lane], None]) -> ManagerDeps:
    """A manager with these settings. Connects when first used."""
    wiring = PlannerWiring(settings)
    broker, planner = Broker(wiring.redis), wiring.deps
    config = ConfigReader(configs=wiring.configs, cache=wiring.config_cache)
    return ManagerDeps(
        lease=broker.lease,
        plan=lambda: plan_capacity(planner, config.current()),
        waiting=lambda: broker.waiting(*settings.lanes),
        dispatch=dispatch,
        report=report,
    )
