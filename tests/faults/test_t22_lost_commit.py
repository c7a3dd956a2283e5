"""T22: the target commits, and the reply to COMMIT is lost."""

import time
from dataclasses import replace

from esteira.consumer.deps import ConsumerDeps
from esteira.core.breaker import Breaker
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import OrderMessage

from tests.faults.orders import ORDERS
from tests.fixtures.messages import order
from tests.harness.chaosproxy import ChaosProxy
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import Consumption
from tests.harness.load import SEED

LOST = ORDERS // 100
ORDERS_A_LOSS = 50
"""Three times as many replies would be lost if none were the last: the number is reached with every seed."""
BATCH = 5


def test_lost_replies_to_commit_lose_and_duplicate_nothing(consumption: Consumption) -> None:
    consumption.send([order(n) for n in range(1, LOST * ORDERS_A_LOSS + 1)])

    with ChaosProxy.before(consumption.services.target_dsn, seed=SEED) as proxy:
        proxy.drop_reply_after(b"COMMIT", times=LOST, chance=0.1)
        with consumption.draining(consumer(consumption, proxy), batch=BATCH):
            consumption.await_rest()

    assert proxy.replies_lost == LOST
    ends = consumption.ends()
    assert check(consumption.journal, ends) == FLAWLESS
    assert ends.arrived == consumption.journal.good


def consumer(consumption: Consumption, proxy: ChaosProxy) -> ConsumerDeps[OrderMessage]:
    """Return a consumer with the proxy before its target, and a circuit breaker that is a hundred times faster."""
    fast_breaker = Breaker(TargetUnavailable, monotonic=lambda: time.monotonic() * 100)
    through = consumption.consumer(target_dsn=proxy.through(consumption.services.target_dsn))
    return replace(through, target_breaker=fast_breaker)
