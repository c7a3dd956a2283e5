"""T18: orders that crash their process become dead letters, and no other order does."""

from tests.fixtures.messages import order
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import Consumption
from tests.harness.waiting import wait_for

CRASHING = {101: "exit", 202: "segfault", 303: "memory"}
GOOD = 397


def test_orders_that_crash_their_process_affect_no_good_order(consumption: Consumption) -> None:
    consumption.send([order(n, product=CRASHING.get(n, "chair")) for n in range(1, GOOD + len(CRASHING) + 1)])

    drain_with_restarts(consumption)

    assert sorted(consumption.dead()) == [("source1", n) for n in CRASHING]
    ends = consumption.ends()
    assert check(consumption.journal, ends) == FLAWLESS
    assert len(ends.arrived) == GOOD


def drain_with_restarts(consumption: Consumption) -> None:
    """Restart the consumer after each crash, as Lambda and Celery do, until all crashing orders are dead letters."""

    def poll() -> bool:
        if not poller[-1].running:
            poller.append(consumption.start_poller(batch=400, module="tests.harness.crashing_targets"))
        return consumption.count_dead() == len(CRASHING)

    poller = [consumption.start_poller(batch=400, module="tests.harness.crashing_targets")]
    wait_for("all crashing orders are dead letters", poll, every_seconds=0.5)
    poller[-1].stop()
