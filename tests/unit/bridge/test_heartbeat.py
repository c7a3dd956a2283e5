"""What a worker says of itself, and what it hears in return."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from esteira.adapters.memory.scaling import MemoryHeartbeatBoard
from esteira.domain.flow.observation import WorkerState
from esteira.errors import FlowUnavailable

from bridge.worker.heartbeat import Identity, Pulse, Surroundings
from bridge.worker.shared_state import Slate
from bridge.worker.usage import Usage
from bridge.worker.watchdog import DEAF_AFTER_SECONDS, Watchdog
from tests.making import READ_AT, HandClock

NAME = "orders-1@here"


@dataclass
class Bench:
    """A pulse whose time the test holds in its hand. `calls` counts what it asked for."""

    slate: Slate = field(default_factory=Slate.shared)
    board: Any = field(default_factory=MemoryHeartbeatBoard)
    clock: HandClock = field(default_factory=HandClock)
    calls: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    def __post_init__(self) -> None:
        identity = Identity(name=NAME, lane="orders", host="here", pid=os.getpid(), started_at=READ_AT)
        around = Surroundings(
            board=self.board,
            tasks_waiting=lambda: self.waiting,
            on_drain=lambda: self.calls.update(["drain"]),
            on_deaf=lambda: self.calls.update(["deaf"]),
            usage=Usage(os.getpid()),
            clock=self.clock,
            monotonic=seconds_of(self.clock),
        )
        self.pulse = Pulse(identity, self.slate, around)


class LostBoard(MemoryHeartbeatBoard):
    """Its Redis is away."""

    asked = 0

    def forget(self, name: str) -> None:  # noqa: ARG002 - the port has it
        self.asked += 1
        raise FlowUnavailable


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
    bench = Bench()
    bench.pulse.ready = ready
    bench.slate.in_task, bench.slate.in_hand, bench.slate.draining = in_task, in_hand, draining

    bench.pulse.beat()

    assert (bench.board.kept[NAME].state, bench.board.kept[NAME].in_hand) == (state, in_hand)


def test_a_heartbeat_tells_what_was_done_and_what_it_costs() -> None:
    bench = Bench()
    bench.slate.finish(processed=90, failed=10, seconds=2)

    bench.pulse.beat()

    told = bench.board.kept[NAME]
    assert (told.processed, told.failed, told.rate_per_second, told.at) == (90, 10, 50.0, READ_AT)
    assert told.memory_mib > 1


def test_asked_to_drain_it_takes_nothing_new_and_is_told_once() -> None:
    bench = Bench()
    bench.board.ask_to_drain(NAME)

    bench.pulse.beat()
    bench.pulse.beat()

    assert (bench.slate.draining, bench.calls["drain"]) == (1, 1)
    assert bench.board.kept[NAME].state is WorkerState.DRAINING


def test_a_worker_that_has_ended_is_taken_off_the_board() -> None:
    bench = Bench()
    bench.pulse.start()
    bench.pulse.stop()

    assert bench.board.beats() == []


def test_an_idle_worker_that_leaves_tasks_lying_is_deaf() -> None:
    bench = Bench(waiting=1)
    bench.pulse.ready = True

    for _ in range(2):
        bench.pulse.beat()
        bench.clock.forward(DEAF_AFTER_SECONDS + 1)
    bench.pulse.beat()

    assert bench.calls["deaf"] > 0


@pytest.mark.parametrize(
    ("state", "waiting"), [(WorkerState.BUSY, 1), (WorkerState.IDLE, 0), (WorkerState.STARTING, 1)]
)
def test_a_worker_that_works_or_has_no_tasks_is_not_deaf(state: WorkerState, waiting: int) -> None:
    clock = HandClock()
    dog = Watchdog(seconds_of(clock))
    first = dog.barks(state, waiting)
    clock.forward(DEAF_AFTER_SECONDS + 1)

    assert not first
    assert not dog.barks(state, waiting)


def test_a_task_fetched_in_between_makes_it_begin_anew() -> None:
    clock = HandClock()
    dog = Watchdog(seconds_of(clock))
    for waiting in (1, 0, 1):
        dog.barks(WorkerState.IDLE, waiting)
        clock.forward(DEAF_AFTER_SECONDS - 1)

    assert not dog.barks(WorkerState.IDLE, 1)


def test_a_worker_ends_also_while_redis_is_away() -> None:
    bench = Bench(board=LostBoard())
    bench.pulse.start()

    bench.pulse.stop()

    assert bench.board.asked == 1
