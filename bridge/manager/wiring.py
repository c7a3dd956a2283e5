"""The manager's composition root, at first use and kept for the life of the process."""

from functools import cache

from esteira.settings import BridgeSettings, read
from esteira.use_cases.plan_capacity import plan_capacity
from esteira.wiring.planner import Capacity

from bridge.broker import Broker
from bridge.manager.current_config import FlowReader
from bridge.manager.tick import Manager
from bridge.tasks.drain import hand_out


@cache
def manager() -> Manager:
    """The manager of this process. Raises `BadSettings`."""
    return make_manager(read(BridgeSettings))


def make_manager(settings: BridgeSettings) -> Manager:
    """Nothing is connected before it is used."""
    capacity = Capacity(settings)
    broker, lookout = Broker(capacity.redis), capacity.lookout
    flow = FlowReader(book=capacity.book, board=capacity.board)
    return Manager(
        lease=broker.lease,
        plan=lambda: plan_capacity(lookout, flow.current()),
        waiting=lambda: broker.waiting(*settings.lanes),
        hand_out=hand_out,
    )
