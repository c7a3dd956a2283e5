"""A change that makes orders more than a tenth dearer on AWS fails here.

Requests, messages, log text and memory depend on the load alone: rounds differ by some hundredths, since orders differ
in the attempts that they need. How long the code takes is not compared here.
"""

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from esteira.costs.lane_cost import LaneCost

from tests.e2e.cost_rounds import ORDERS, cost_of_round, usd_per_1000
from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores

BASELINE = tomllib.loads(Path(__file__).with_name("cost_baseline.toml").read_text(encoding="utf-8"))
USD, MS_PER_ATTEMPT = Decimal(BASELINE["usd_per_1000"]), Decimal(BASELINE["billed_ms_per_attempt"])
ROUNDS = 3
TENTH = Decimal("1.10")
MORE_AT_MOST = 5


@pytest.fixture(scope="module")
def rounds(stack: Installation) -> Sequence[LaneCost]:
    """The same load, three times, consumed by the functions alone."""
    return [cost_of_round(stack) for _ in range(ROUNDS)]


def test_a_thousand_orders_cost_as_much_as_recorded_within_a_tenth(
    rounds: Sequence[LaneCost], stores: InstallationStores
) -> None:
    memory_mib = stores.memory_mib("OrdersConsumer")

    usd = usd_per_1000(rounds, billed_ms_per_attempt=MS_PER_ATTEMPT, memory_mib=memory_mib)

    assert [each.done for each in rounds] == [_sent(each) for each in rounds]
    # One message more than orders is sent in some rounds, in a request of its own.
    assert all(ORDERS <= each.done <= ORDERS + MORE_AT_MOST for each in rounds), [each.done for each in rounds]
    assert usd <= USD * TENTH, f"dearer: US$ {usd:.6f} instead of {USD}"
    assert usd >= USD / TENTH, f"cheaper: record US$ {usd:.6f} instead of {USD} in cost_baseline.toml"


def test_the_command_tells_the_same_orders(stack: Installation, rounds: Sequence[LaneCost]) -> None:
    told = stack.esteira("cost", "--since", "1d", "--json").json["lanes"]["orders"]

    assert told["done"] >= sum(each.done for each in rounds)
    assert told["usd_per_1000"] > told["moving_usd_per_1000"] > 0


def _sent(cost: LaneCost) -> int:
    return sum(usage.items for usage in cost.usages if usage.operation == "SendMessageBatch")
