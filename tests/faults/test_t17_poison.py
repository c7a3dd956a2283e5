"""T17: orders that never succeed neither make others fail nor are received more often than necessary."""

from collections import Counter

from esteira.core.messages import MAX_RECEIVES

from tests.faults.orders import ORDERS, POISON, orders_with_poison
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import Consumption


def test_poison_is_received_five_times_and_everything_else_once(consumption: Consumption) -> None:
    consumption.send(orders_with_poison())

    with consumption.poller(batch=100):
        consumption.await_rest()

    ends = consumption.ends()
    attempts = Counter(document["origin"]["source_id"] for document in consumption.attempts.find())
    assert check(consumption.journal, ends) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert {attempts[key[1]] for key in consumption.journal.poison} == {MAX_RECEIVES}
    assert {attempts[key[1]] for key in consumption.journal.good} == {1}
    assert attempts.total() == ORDERS - POISON + POISON * MAX_RECEIVES
