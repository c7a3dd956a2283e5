"""T14 for the Celery path: workers are killed at random times, each after the previous one's messages are visible."""

import os
from random import Random

from esteira.core.messages import OrderMessage

from tests.faults.figures import log_figures
from tests.faults.orders import ORDERS, POISON, orders_with_poison
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import SEED
from tests.harness.waiting import wait_for

KILLS = int(os.environ.get("KILLS") or 4)


def test_a_worker_killed_at_any_time_loses_and_duplicates_nothing(bridge: Bridge) -> None:
    consumption, messages, rng = bridge.consumption, orders_with_poison(), Random(SEED)

    for number in range(KILLS):
        part = messages[number::KILLS]
        kill_while_at(bridge, part, name=f"orders-{number}@here", progress=rng.randrange(len(part) // 2))
    with bridge.worker("orders-last@here"):
        bridge.dispatch()
        consumption.await_rest()

    ends = consumption.ends()
    log_figures(orders=ORDERS, kills=KILLS, duplicates_absorbed=consumption.statuses()["duplicate"])
    assert check(consumption.journal, ends) == FLAWLESS
    assert ends.arrived == consumption.journal.good == consumption.arrived_by_log()
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert len(consumption.dead()) == POISON


def kill_while_at(bridge: Bridge, part: list[OrderMessage], *, name: str, progress: int) -> None:
    """Send further orders to a new worker, and kill it and its child after `progress` attempts."""
    attempts = bridge.consumption.attempts
    with bridge.worker(name) as worker:
        expected = attempts.count_documents({}) + progress
        bridge.consumption.send(part)
        bridge.dispatch()
        wait_for("progress", lambda: attempts.count_documents({}) >= expected)
        worker.kill()
    wait_for("its messages are visible", lambda: not bridge.consumption.count_in_flight())
