"""T28: workers are started and stopped with the backlog, beside another consumer; killed processes are replaced."""

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
from tests.faults.figures import tell
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
"""The planned number while workers are killed, whatever the backlog."""
COOL_DOWN_SECONDS = 6
REPLACED_WITHIN_SECONDS = 20
"""A silent worker is replaced after 15 s; one whose process is gone, at once."""

TOO_MANY_FOR_SECONDS = 5


def flow(*, least: int, most: int) -> ScalingConfig:
    """This many workers for the orders, none for the payments, and no limits of the host."""
    return ScalingConfig(
        lanes={
            "orders": LaneConfig(weight=100, min_workers=least, max_workers=most, target_seconds=1),
            "payments": LaneConfig(weight=0, min_workers=0, max_workers=0),
        },
        max_total_workers=most,
        cool_down_seconds=COOL_DOWN_SECONDS,
        host=HostLimits(max_cpu_percent=100, max_memory_percent=100),
    )


def test_workers_come_with_the_queue_and_go_with_it(bridge: Bridge) -> None:
    consumption = bridge.consumption
    bridge.configure(flow(least=LEAST, most=MOST))

    with bridge.running(), counting_workers(bridge) as counted, consumption.poller():
        bridge.await_beat()
        consumption.send(orders_with_poison())
        wait_for("all are there", lambda: len(bridge.workers()) == MOST, within_seconds=40)
        consumption.await_rest()
        wait_for("one is left", lambda: len(bridge.workers()) == LEAST, within_seconds=60, every_seconds=0.5)

    plans = bridge.plans_kept()
    planned = [plan.workers for plan in plans]
    tell(orders=ORDERS, decisions=len(plans), most_planned=max(planned), most=counted.most)
    assert check(consumption.journal, consumption.ends()) == FLAWLESS
    assert sorted(consumption.dead()) == sorted(consumption.journal.poison)
    assert (planned[0], max(planned), planned[-1]) == (LEAST, MOST, LEAST)
    assert counted.most == MOST
    assert shrunk_too_soon(plans) == []
    assert consumption.count_in_flight() == 0


def test_whoever_is_killed_is_replaced(bridge: Bridge, supervised: Supervisor) -> None:
    consumption, messages, chance = bridge.consumption, orders_with_poison(ORDERS // 2), Random(SEED)
    kills = [kill_a_worker] * WORKER_KILLS + [kill_both_managers] * MANAGER_KILLS + [kill_the_scaler] * SCALER_KILLS
    chance.shuffle(kills)

    with counting_workers(bridge) as counted:
        wait_for("all workers beat", lambda: len(bridge.beats()) == STANDING_WORKERS, within_seconds=60)
        pauses: dict[str, list[float]] = {kill.__name__: [] for kill in kills}
        for number, kill in enumerate(kills):
            consumption.send(messages[number :: len(kills)])
            pauses[kill.__name__].append(kill(bridge, supervised, chance))
        consumption.await_rest()

    too_many = counted.longest_seconds_above(STANDING_WORKERS)
    tell(orders=ORDERS // 2, kills=len(kills), too_many_ms=milliseconds(too_many))
    tell(**{f"{name}_ms": milliseconds(max(seconds)) for name, seconds in pauses.items()})
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
    bridge.end_workers()


def kill_a_worker(bridge: Bridge, _supervisor: Supervisor, chance: Random) -> float:
    """kill -9 for a worker's main process; returns the seconds until a new worker sends a heartbeat."""
    time.sleep(chance.uniform(0, 1))
    before = [beat.name for beat in bridge.beats()]
    bridge.workers()[chance.choice(before)].kill()
    killed_at = time.monotonic()
    bridge.await_beat(other_than=before, within_seconds=REPLACED_WITHIN_SECONDS)
    return time.monotonic() - killed_at


def kill_both_managers(bridge: Bridge, supervisor: Supervisor, chance: Random) -> float:
    """kill -9 for both; returns the seconds until there is a plan of a new manager."""
    time.sleep(chance.uniform(0, 1))
    for name in ("manager", "manager-2"):
        os.kill(pid_of(supervisor, name), signal.SIGKILL)
    killed_at = utc_now()
    wait_for("a new plan", lambda: is_planned_after(bridge, killed_at), within_seconds=REPLACED_WITHIN_SECONDS)
    return (utc_now() - killed_at).total_seconds()


def kill_the_scaler(bridge: Bridge, supervisor: Supervisor, chance: Random) -> float:
    """kill -9 for the scaler and for a worker, which only a new scaler can replace; returns the seconds until then."""
    os.kill(pid_of(supervisor, "scaler"), signal.SIGKILL)
    return kill_a_worker(bridge, supervisor, chance)


def is_planned_after(bridge: Bridge, moment: datetime) -> bool:
    """Whether the current plan was made after `moment`."""
    plan = bridge.plans.get()
    return plan is not None and plan.at > moment


def shrunk_too_soon(plans: Sequence[LanePlan]) -> Sequence[LanePlan]:
    """The plans that reduce the workers less than a cool-down after the previous change."""
    cool_down = timedelta(seconds=COOL_DOWN_SECONDS)
    return [
        plan
        for before, plan in pairwise(plans)
        if plan.workers < before.workers and plan.changed_at - before.changed_at < cool_down
    ]


def milliseconds(seconds: float) -> int:
    """Seconds as rounded milliseconds."""
    return round(1000 * seconds)
