"""T27: the broker restarts, is read-only, full or gone for a while, its connections are cut, pool children are killed.

Consumption resumes each time, and no program has to be started again. A drain in progress does not need the broker. So
the workers' children are killed in every round: consumption resumes only when beat, manager and workers have
reconnected to Redis.
"""

import os
import time
from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from esteira.core.messages import OrderMessage
from esteira.scaling.config import HostLimits, LaneConfig, ScalingConfig
from redis import Redis

from tests.faults.figures import log_figures
from tests.faults.orders import ORDERS as STANDARD
from tests.faults.orders import orders_with_poison
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import SEED
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for
from tests.harness.worker_counter import counting_workers

RESTARTS = int(os.environ.get("RESTARTS") or 3)
CUTS = int(os.environ.get("CUTS") or 12)
OUTAGES = int(os.environ.get("OUTAGES") or 1)
"""Of each kind. The long run is `OUTAGES=20 OUTAGE_SECONDS=100,17`."""
OUTAGE_SECONDS = tuple(map(float, (os.environ.get("OUTAGE_SECONDS") or "17").split(",")))
"""Of the first outage, the second and so on; the last number is for all others. Longer than a worker may be silent."""
CHILD_KILLS = int(os.environ.get("CHILD_KILLS") or 3)

ORDERS = STANDARD // 2
"""For each kind of failure."""
RESUMED_WITHIN_SECONDS = 30
"""Includes the time to process all remaining orders."""
WORKERS = 2
TOO_MANY_FOR_SECONDS = 5

FLOW = ScalingConfig(
    lanes={
        "orders": LaneConfig(weight=100, min_workers=WORKERS, max_workers=WORKERS),
        "payments": LaneConfig(weight=0, min_workers=0, max_workers=0),
    },
    max_total_workers=WORKERS,
    host=HostLimits(max_cpu_percent=100, max_memory_percent=100),
)


def restart(server: RedisServer) -> None:
    """Kill Redis (SIGKILL) and restart it with the data on disk."""
    server.child.kill()
    server.start_again()


def cut_twice(server: RedisServer) -> None:
    """Close all connections with CLIENT KILL, and again while they reconnect."""
    for pause_seconds in (0.5, 0):
        with Redis(port=server.port) as redis:
            redis.client_kill_filter(_type="normal")
            redis.client_kill_filter(_type="pubsub")
        time.sleep(pause_seconds)


def be_read_only(server: RedisServer, seconds: float) -> None:
    """Be the replica of a primary that does not exist."""
    with server.troubled("read-only"):
        time.sleep(seconds)


def be_full(server: RedisServer, seconds: float) -> None:
    """Have no memory left."""
    with server.troubled("full"):
        time.sleep(seconds)


def be_gone(server: RedisServer, seconds: float) -> None:
    """Be stopped."""
    server.child.stop()
    time.sleep(seconds)
    server.start_again()


def keep(_server: RedisServer) -> None:
    """Do nothing to Redis."""


@pytest.mark.parametrize(("fault", "times"), [(restart, RESTARTS), (cut_twice, CUTS // 2), (keep, CHILD_KILLS)])
def test_consumption_resumes_without_intervention_every_time(
    bridge: Bridge, own_redis: RedisServer, fault: Callable[[RedisServer], None], times: int
) -> None:
    consumption, messages, rng = bridge.consumption, orders_with_poison(ORDERS), Random(SEED)
    bridge.configure(FLOW)

    with bridge.running(), counting_workers(bridge) as counted:
        wait_for("all workers send heartbeats", lambda: len(bridge.beats()) == WORKERS)
        pauses = [resume_after(lambda: fault(own_redis), bridge, messages[n::times], rng) for n in range(times)]
        consumption.await_rest()

    too_many = counted.longest_seconds_above(WORKERS)
    log_figures(
        orders=ORDERS, times=times, longest_pause_ms=round(1000 * max(pauses)), too_many_ms=round(1000 * too_many)
    )
    assert check(consumption.journal, consumption.ends()) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert too_many <= TOO_MANY_FOR_SECONDS


@pytest.mark.parametrize("outage", [be_read_only, be_full, be_gone])
def test_an_outage_ends_no_program_and_no_worker(
    bridge: Bridge, own_redis: RedisServer, outage: Callable[[RedisServer, float], None]
) -> None:
    consumption, messages, rng = bridge.consumption, orders_with_poison(ORDERS), Random(SEED)
    bridge.configure(FLOW)

    with bridge.running() as programs:
        wait_for("all workers send heartbeats", lambda: len(bridge.beats()) == WORKERS)
        before = {name: worker.pid for name, worker in bridge.workers().items()}
        pauses = [
            resume_after(partial(outage, own_redis, seconds), bridge, messages[n::OUTAGES], rng)
            for n, seconds in enumerate(outage_lengths())
        ]
        consumption.await_rest()
        after = {name: worker.pid for name, worker in bridge.workers().items()}

        log_figures(orders=ORDERS, outages=OUTAGES, longest_pause_ms=round(1000 * max(pauses)))
        assert after == before
        assert [program.name for program in programs if not program.running] == []
    assert check(consumption.journal, consumption.ends()) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)


def outage_lengths() -> list[float]:
    """Return the seconds of each outage."""
    return [OUTAGE_SECONDS[min(n, len(OUTAGE_SECONDS) - 1)] for n in range(OUTAGES)]


def resume_after(fault: Callable[[], None], bridge: Bridge, part: list[OrderMessage], rng: Random) -> float:
    """Cause a failure at a random moment. Returns the seconds until all good orders have arrived."""
    consumption = bridge.consumption
    consumption.send(part)
    time.sleep(rng.uniform(0, 0.5))
    kill_children(bridge)
    fault()
    failed_at = time.monotonic()
    wait_for(
        "every good order has arrived",
        lambda: consumption.count_arrived() == len(consumption.journal.good),
        within_seconds=RESUMED_WITHIN_SECONDS,
    )
    return time.monotonic() - failed_at


def kill_children(bridge: Bridge) -> None:
    """Kill the pool children (SIGKILL), but not their main processes."""
    for worker in bridge.workers().values():
        for child in worker.children():
            child.kill()
