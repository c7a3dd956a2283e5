"""T24: MongoDB is down or hangs during processing. Every attempt is logged later, once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from esteira.consumer.mongo import MongoAttemptLog
from esteira.consumer.relay_attempts import relay_attempts
from esteira.core.messages import MAX_RECEIVES

from tests.faults.orders import ORDERS, POISON, orders_with_poison
from tests.harness.chaosproxy import ChaosProxy
from tests.harness.checker import FLAWLESS, check
from tests.harness.consumption import MakeConsumption
from tests.harness.ports import free_port


@contextmanager
def unreachable(_url: str) -> Iterator[str]:
    """Yield a URL on which connections are refused."""
    yield f"mongodb://127.0.0.1:{free_port()}/esteira?directConnection=true"


@contextmanager
def hanging(url: str) -> Iterator[str]:
    """Yield a URL on which connections are accepted and never get a reply."""
    with ChaosProxy.before(url) as proxy:
        proxy.blackhole()
        yield proxy.through(url)


@pytest.mark.parametrize("outage", [unreachable, hanging])
def test_orders_arrive_without_the_log_and_every_attempt_is_logged_later(
    make_consumption: MakeConsumption, outage: Callable[[str], AbstractContextManager[str]]
) -> None:
    # Nobody is killed here. Each batch waits a second for the log, and must not be received again meanwhile.
    consumption = make_consumption(visibility_seconds=60)
    consumption.send(orders_with_poison())

    with outage(consumption.services.mongo_url) as mongo_url:
        consumer = consumption.consumer(mongo_url=mongo_url)
        with consumption.draining(consumer):
            consumption.await_rest()
    logged_during_outage = consumption.attempts.count_documents({})
    relay_attempts(MongoAttemptLog(consumption.attempts), consumer.outbox, remaining_seconds=lambda: 60)

    ends = consumption.ends()
    assert check(consumption.journal, ends) == FLAWLESS
    assert ends.arrived == consumption.journal.good
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert logged_during_outage == 0
    assert consumption.attempts.count_documents({}) == ORDERS - POISON + POISON * MAX_RECEIVES
