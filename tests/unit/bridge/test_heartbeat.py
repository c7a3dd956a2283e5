"""What a worker says of itself, and what it hears in return."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from esteira.core.errors import FlowUnavailable
from esteira.scaling.memory import MemoryHeartbeatStore
from esteira.scaling.observation import Heartbeat, WorkerState

from bridge.worker.heartbeat import HeartbeatInputs, HeartbeatSender, Identity
from bridge.worker.shared_state import SharedWorkerState
from bridge.worker.usage import UsageMeter
from bridge.worker.watchdog import STUCK_AFTER_SECONDS, Watchdog
from tests.fixtures.clock import READ_AT, HandClock

NAME = "orders-1@here"


@dataclass
class HeartbeatFixture:
    """A heartbeat sender whose clock the test sets. `calls` counts what it asked for."""

    state: SharedWorkerState = field(default_factory=SharedWorkerState.shared)
    store: Any = field(default_factory=MemoryHeartbeatStore)
    clock: HandClock = field(default_factory=HandClock)
    calls: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    def __post_init__(self) -> None:
        identity = Identity(name=NAME, lane="orders", host="here", pid=os.getpid(), started_at=READ_AT)
        inputs = HeartbeatInputs(
            store=self.store,
            tasks_waiting=lambda: self.waiting,
            on_drain=lambda: self.calls.update(["drain"]),
            on_stuck=lambda: self.calls.update(["stuck"]),
            usage=UsageMeter(os.getpid()),
            clock=self.clock,
            monotonic=seconds_of(self.clock),
        )
        self.sender = HeartbeatSender(identity, self.state, inputs)


class LostStore(MemoryHeartbeatStore):
    """Its Redis is away."""

    asked = 0

    def forget(self, name: str) -> None:  # noqa: ARG002 - the port has it
        self.asked += 1
        raise FlowUnavailable


class UnreliableStore(MemoryHeartbeatStore):
    """Its Redis takes heartbeats, or not."""

    away = False

    def beat(self, heartbeat: Heartbeat) -> None:
        if self.away:
            raise FlowUnavailable
        super().beat(heartbeat)


def seconds_of(clock: HandClock) -> Callable[[], float]:
    """The clock as a monotonic one."""
    return lambda: clock().timestamp()


@pytest.mark.parametrize(
    ("ready", "in_task", "in_hand", "draining", "state"),
    [
        (False, 0, 0, 0, WorkerState.STARTING),
        (True, 0, 0, 0, WorkerState.IDLE),
        (True, 1, 0, 0, WorkerState.POLLING),
        (True, 1, 5, 0, WorkerState.BUSY),
        (True, 1, 5, 1, WorkerState.DRAINING),
    ],
)
def test_a_worker_tells_what_it_does(
    ready: bool, in_task: int, in_hand: int, draining: int, state: WorkerState
) -> None:
    fixture = HeartbeatFixture()
    fixture.sender.ready = ready
    fixture.state.in_task, fixture.state.in_hand, fixture.state.draining = in_task, in_hand, draining

    fixture.sender.beat()

    assert (fixture.store.kept[NAME].state, fixture.store.kept[NAME].in_hand) == (state, in_hand)


def test_a_heartbeat_tells_what_was_done_and_what_it_costs() -> None:
    fixture = HeartbeatFixture()
    fixture.state.finish(processed=90, failed=10, seconds=2)

    fixture.sender.beat()

    told = fixture.store.kept[NAME]
    assert (told.processed, told.failed, told.rate_per_second, told.at) == (90, 10, 50.0, READ_AT)
    assert told.memory_mib > 1


def test_asked_to_drain_it_takes_nothing_new_and_is_told_once() -> None:
    fixture = HeartbeatFixture()
    fixture.store.ask_to_drain(NAME)

    fixture.sender.beat()
    fixture.sender.beat()

    assert (fixture.state.draining, fixture.calls["drain"]) == (1, 1)
    assert fixture.store.kept[NAME].state is WorkerState.DRAINING


def test_a_worker_that_has_ended_has_no_heartbeat_any_more() -> None:
    fixture = HeartbeatFixture()
    fixture.sender.start()
    fixture.sender.stop()

    assert fixture.store.beats() == []


def test_an_idle_worker_that_leaves_tasks_lying_is_stuck() -> None:
    fixture = HeartbeatFixture(waiting=1)
    fixture.sender.ready = True

    for _ in range(2):
        fixture.sender.beat()
        fixture.clock.forward(STUCK_AFTER_SECONDS + 1)
    fixture.sender.beat()

    assert fixture.calls["stuck"] > 0


def test_an_outage_does_not_make_an_idle_worker_stuck() -> None:
    fixture = HeartbeatFixture(store=UnreliableStore(), waiting=1)
    fixture.sender.ready = True
    for away in (False, True, False):
        fixture.store.away = away
        with suppress(FlowUnavailable):
            fixture.sender.beat()
        fixture.clock.forward(STUCK_AFTER_SECONDS - 1)

    assert fixture.calls["stuck"] == 0


@pytest.mark.parametrize(
    ("state", "waiting"), [(WorkerState.BUSY, 1), (WorkerState.IDLE, 0), (WorkerState.STARTING, 1)]
)
def test_a_worker_that_works_or_has_no_tasks_is_not_stuck(state: WorkerState, waiting: int) -> None:
    clock = HandClock()
    watchdog = Watchdog(seconds_of(clock))
    first = watchdog.is_stuck(state, waiting)
    clock.forward(STUCK_AFTER_SECONDS + 1)

    assert not first
    assert not watchdog.is_stuck(state, waiting)


def test_a_task_fetched_in_between_makes_it_begin_anew() -> None:
    clock = HandClock()
    watchdog = Watchdog(seconds_of(clock))
    for waiting in (1, 0, 1):
        watchdog.is_stuck(WorkerState.IDLE, waiting)
        clock.forward(STUCK_AFTER_SECONDS - 1)

    assert not watchdog.is_stuck(WorkerState.IDLE, 1)


def test_a_worker_ends_also_while_redis_is_away() -> None:
    fixture = HeartbeatFixture(store=LostStore())
    fixture.sender.start()

    fixture.sender.stop()

    assert fixture.store.asked == 1
