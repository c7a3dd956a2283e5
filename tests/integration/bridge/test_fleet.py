"""Manager, scaler and workers together: the lane is drained, and who dies is replaced."""

from tests.faults.orders import orders_with_poison
from tests.services.bridge import Bridge
from tests.services.checker import FLAWLESS, check

ORDERS = 2000


def test_the_fleet_drains_a_lane(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))

    with bridge.running():
        bridge.await_beat()
        bridge.consumption.await_rest(within_seconds=60)

    assert check(bridge.consumption.journal, bridge.consumption.ends()) == FLAWLESS
    assert len(bridge.consumption.ends().arrived) == ORDERS
