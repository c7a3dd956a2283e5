"""T15: the consumer is killed between any two of its effects."""

import pytest
from esteira.core.messages import OrderMessage

from tests.fixtures.messages import order
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import Consumption
from tests.harness.waiting import wait_for

BATCH = 10
COMMITTED = ("cons.after_commit", "cons.after_mongo", "cons.before_ack")
UNCOMMITTED = ("cons.after_receive", "cons.in_txn")


def orders() -> list[OrderMessage]:
    return [order(n, good=n % 10 != 0) for n in range(1, 101)]


@pytest.mark.parametrize("failpoint", UNCOMMITTED + COMMITTED)
def test_a_consumer_killed_between_two_effects_loses_and_duplicates_nothing(
    consumption: Consumption, failpoint: str
) -> None:
    consumption.send(orders())

    killed = consumption.start_poller(batch=BATCH, ESTEIRA_FAILPOINT=f"{failpoint}:kill@3")
    wait_for("the kill", lambda: not killed.running)
    with consumption.poller(batch=BATCH):
        consumption.await_rest()

    ends, statuses = consumption.ends(), consumption.statuses()
    assert check(consumption.journal, ends) == FLAWLESS
    assert ends.arrived == consumption.journal.good == consumption.arrived_by_log()
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert statuses["duplicate"] <= (BATCH if failpoint in COMMITTED else 0)
