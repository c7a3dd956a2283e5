"""T26: consumers get SIGTERM at random times during processing. Each finishes its batch before it ends."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from random import Random

import psutil
import pytest
from esteira.core.messages import OrderMessage

from tests.faults.figures import log_figures
from tests.faults.orders import ORDERS as STANDARD
from tests.faults.orders import orders_with_poison
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.child import Child
from tests.harness.consumption import MakeConsumption
from tests.harness.load import SEED
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

TERMS = int(os.environ.get("TERMS") or 4)
ORDERS = STANDARD // 2
"""For each kind of consumer."""
ENDED_WITHIN_SECONDS = 30
"""Less than the time for which a consumer drains. On a machine that does nothing else 8 s suffice."""
BATCH = 100
VISIBILITY_SECONDS = 60
"""The queue's visibility timeout: the messages of an unfinished batch stay hidden for this long."""
HIDDEN_AT_MOST_SECONDS = 40
"""Less than that: only failed messages are hidden, for a second."""

Start = Callable[[Bridge, int], AbstractContextManager[Child]]


@contextmanager
def poller(bridge: Bridge, _number: int) -> Iterator[Child]:
    """Run a plain consumer in a separate process."""
    with bridge.consumption.poller(batch=BATCH) as child:
        yield child


@contextmanager
def worker(bridge: Bridge, number: int) -> Iterator[Child]:
    """Run a drain worker of the Celery bridge."""
    with bridge.worker(f"orders-{number}@here") as child:
        bridge.dispatch()
        yield child


@pytest.fixture
def bridge(make_consumption: MakeConsumption, own_redis: RedisServer, tmp_path: Path) -> Iterator[Bridge]:
    """A bridge for a lane whose visibility timeout is longer than the test."""
    consumption = make_consumption(visibility_seconds=VISIBILITY_SECONDS)
    with closing(Bridge(consumption, own_redis.url, tmp_path)) as bridge:
        yield bridge


@pytest.mark.parametrize("start", [poller, worker])
def test_a_consumer_terminated_at_any_time_leaves_nothing_unfinished(bridge: Bridge, start: Start) -> None:
    consumption, messages, rng = bridge.consumption, orders_with_poison(ORDERS), Random(SEED)

    ends = [terminate_at_work(start, bridge, number, messages[number::TERMS], rng) for number in range(TERMS)]
    with start(bridge, TERMS):
        consumption.await_rest()

    log_figures(orders=ORDERS, terms=TERMS, longest_ms=round(1000 * max(ends)), wasted=consumption.wasted_receives())
    assert check(consumption.journal, consumption.ends()) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert consumption.wasted_receives() <= BATCH


def terminate_at_work(start: Start, bridge: Bridge, number: int, part: list[OrderMessage], rng: Random) -> float:
    """Send further orders to a new consumer, terminate it at a random moment, and return the seconds until its end."""
    consumption = bridge.consumption
    before = consumption.attempts.count_documents({})
    consumption.send(part)
    with start(bridge, number) as child:
        wait_for("first attempts", lambda: consumption.attempts.count_documents({}) > before)
        time.sleep(rng.uniform(0, 0.5))
        seconds = terminate(child)

    assert child.exit_code == 0
    wait_for("nothing is hidden", lambda: not consumption.count_in_flight(), within_seconds=HIDDEN_AT_MOST_SECONDS)
    return seconds


def terminate(child: Child) -> float:
    """Send SIGTERM to the main process only, as supervisors do. Returns the seconds until its end."""
    signalled_at = time.monotonic()
    psutil.Process(child.pid).send_signal(signal.SIGTERM)
    wait_for("it has ended", lambda: not child.running, within_seconds=ENDED_WITHIN_SECONDS)
    return time.monotonic() - signalled_at
