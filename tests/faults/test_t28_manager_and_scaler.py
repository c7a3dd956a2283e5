"""T28: the number of workers follows the backlog while another consumer runs; killed processes are replaced."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from esteira.core.clock import utc_now
from esteira.scaling.config import HostLimits, LaneConfig, ScalingConfig
from esteira.scaling.plan import LanePlan

from infra.local.home import REPOSITORY, Home
from infra.local.processes.bridge import BEAT, CELERY, MANAGER, SCALER
from infra.local.processes.service import Service
from infra.local.processes.supervisor import Supervisor
from tests.faults.figures import log_figures
from tests.faults.orders import ORDERS, orders_with_poison
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.load import SEED
from tests.harness.waiting import wait_for
from tests.harness.worker_counter import counting_workers
from tests.integration.infra.local.homes import pid_of, running

WORKER_KILLS = int(os.environ.get("WORKER_KILLS") or 2)
MANAGER_KILLS = int(os.environ.get("MANAGER_KILLS") or 1)
SCALER_KILLS = int(os.environ.get("SCALER_KILLS") or 1)

SECOND_MANAGER = (*CELERY, "worker", "-Q", "manager", "--pool", "solo", "-n", "manager-2@%h", "--loglevel", "WARNING")
LEAST, MOST = 1, 3
STANDING_WORKERS = 2
"""The planned number of workers in the kill test, independent of the backlog."""
COOL_DOWN_SECONDS = 6
TOO_MANY_FOR_SECONDS = 5


def flow(*, least: int, most: int, paused: bool = False) -> ScalingConfig:
    """Return a configuration with these limits for orders, no workers for payments, and no host limits."""
    return ScalingConfig(
        lanes={
            "orders": LaneConfig(weight=100, min_workers=least, max_workers=most, target_seconds=1, paused=paused),
            "payments": LaneConfig(weight=0, min_workers=0, max_workers=0),
        },
        max_total_workers=most,
        cool_down_seconds=COOL_DOWN_SECONDS,
        host=HostLimits(max_cpu_percent=100, max_memory_percent=100),
    )


def test_the_number_of_workers_follows_the_backlog(bridge: Bridge) -> None:
    consumption = bridge.consumption
    # Paused until the backlog exists: on a fast machine one worker keeps pace with the sender.
    bridge.configure(flow(least=LEAST, most=MOST, paused=True))

    with bridge.running(), counting_workers(bridge) as counted:
        bridge.await_beat()
        consumption.send(orders_with_poison())
        bridge.configure(flow(least=LEAST, most=MOST))
        wait_for("all workers run", lambda: len(bridge.workers()) == MOST)
        with consumption.poller():
            consumption.await_rest()
        wait_for("one worker is left", lambda: len(bridge.workers()) == LEAST, every_seconds=0.5)

    plans = bridge.stored_plans()
    planned = [plan.workers for plan in plans]
    log_figures(orders=ORDERS, decisions=len(plans), most_planned=max(planned), most=counted.most)
    assert check(consumption.journal, consumption.ends()) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert (planned[0], max(planned), planned[-1]) == (LEAST, MOST, LEAST)
    assert counted.most == MOST
    assert shrunk_too_soon(plans) == []
    assert consumption.count_in_flight() == 0


def test_every_killed_process_is_replaced(bridge: Bridge, supervised: Supervisor) -> None:
    consumption, messages, rng = bridge.consumption, orders_with_poison(ORDERS // 2), Random(SEED)
    kills = [kill_a_worker] * WORKER_KILLS + [kill_both_managers] * MANAGER_KILLS + [kill_the_scaler] * SCALER_KILLS
    rng.shuffle(kills)

    with counting_workers(bridge) as counted:
        wait_for("all workers send heartbeats", lambda: len(bridge.beats()) == STANDING_WORKERS)
        pauses: dict[str, list[float]] = {kill.__name__: [] for kill in kills}
        for number, kill in enumerate(kills):
            consumption.send(messages[number :: len(kills)])
            pauses[kill.__name__].append(kill(bridge, supervised, rng))
        consumption.await_rest()

    too_many = counted.longest_seconds_above(STANDING_WORKERS)
    log_figures(orders=ORDERS // 2, kills=len(kills), too_many_ms=milliseconds(too_many))
    log_figures(**{f"{name}_ms": milliseconds(max(seconds)) for name, seconds in pauses.items()})
    assert check(consumption.journal, consumption.ends()) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert too_many <= TOO_MANY_FOR_SECONDS


@pytest.fixture
def supervised(bridge: Bridge, tmp_path: Path) -> Iterator[Supervisor]:
    """Beat, two managers and the scaler as `esteira up` runs them: under a supervisor that restarts them."""
    bridge.configure(flow(least=STANDING_WORKERS, most=STANDING_WORKERS))
    commands = {"beat": BEAT, "manager": MANAGER, "manager-2": SECOND_MANAGER, "scaler": SCALER}
    settings = ("env", *(f"{name}={value}" for name, value in bridge.own_environment.items()))
    services = [
        Service(name=name, command=(*settings, *command), directory=REPOSITORY) for name, command in commands.items()
    ]
    with running(Home(root=tmp_path / "home"), *services) as supervisor:
        yield supervisor
    bridge.kill_workers()


def kill_a_worker(bridge: Bridge, _supervisor: Supervisor, rng: Random) -> float:
    """Kill a worker's main process. Returns the seconds until a new worker sends a heartbeat."""
    time.sleep(rng.uniform(0, 1))
    before = [beat.name for beat in bridge.beats()]
    bridge.workers()[rng.choice(before)].kill()
    killed_at = time.monotonic()
    bridge.await_beat(other_than=before)
    return time.monotonic() - killed_at


def kill_both_managers(bridge: Bridge, supervisor: Supervisor, rng: Random) -> float:
    """Kill both managers. Returns the seconds until a new one has made a plan."""
    time.sleep(rng.uniform(0, 1))
    for name in ("manager", "manager-2"):
        os.kill(pid_of(supervisor, name), signal.SIGKILL)
    killed_at = utc_now()
    wait_for("a new plan", lambda: is_planned_after(bridge, killed_at))
    return (utc_now() - killed_at).total_seconds()


def kill_the_scaler(bridge: Bridge, supervisor: Supervisor, rng: Random) -> float:
    """Kill the scaler and a worker, which only a new scaler can replace. Returns the seconds until it has."""
    os.kill(pid_of(supervisor, "scaler"), signal.SIGKILL)
    return kill_a_worker(bridge, supervisor, rng)


def is_planned_after(bridge: Bridge, moment: datetime) -> bool:
    """Return whether the current plan was made after `moment`."""
    plan = bridge.plans.get()
    return plan is not None and plan.at > moment


def shrunk_too_soon(plans: Sequence[LanePlan]) -> Sequence[LanePlan]:
    """Return the plans that reduce the workers less than a cool-down after the previous change."""
    cool_down = timedelta(seconds=COOL_DOWN_SECONDS)
    return [
        plan
        for before, plan in pairwise(plans)
        if plan.workers < before.workers and plan.changed_at - before.changed_at < cool_down
    ]


def milliseconds(seconds: float) -> int:
    """Return seconds as rounded milliseconds."""
    return round(1000 * seconds)
