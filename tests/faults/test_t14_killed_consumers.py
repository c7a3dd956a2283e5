"""T14: consumers are killed at random times, one visibility timeout apart."""

import os
from random import Random

from esteira.core.messages import OrderMessage

from tests.faults.orders import POISON, orders_with_poison
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import Consumption
from tests.harness.load import SEED
from tests.harness.waiting import wait_for

KILLS = int(os.environ.get("KILLS") or 6)


def test_a_consumer_killed_at_any_time_loses_and_duplicates_nothing(consumption: Consumption) -> None:
    messages, rng = orders_with_poison(), Random(SEED)
    slices = [messages[first::KILLS] for first in range(KILLS)]

    for part in slices:
        kill_while_at(consumption, part, progress=rng.randrange(len(part) // 2))
    with consumption.poller():
        consumption.await_rest()

    ends = consumption.ends()
    assert check(consumption.journal, ends) == FLAWLESS
    assert ends.arrived == consumption.journal.good == consumption.arrived_by_log()
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert len(consumption.dead()) == POISON


def kill_while_at(consumption: Consumption, part: list[OrderMessage], *, progress: int) -> None:
    """Send further orders to a new consumer, and kill it after `progress` attempts."""
    expected = consumption.attempts.count_documents({}) + progress
    consumption.send(part)
    poller = consumption.start_poller()
    wait_for("progress", lambda: consumption.attempts.count_documents({}) >= expected)
    poller.kill()
