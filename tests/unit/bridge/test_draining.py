"""A drain task: what it is stopped by, and what it tells."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event
from typing import Any

import pytest
from esteira.consumer.outcomes import AttemptStatus
from esteira.core.breaker import Breaker
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import encode
from esteira.core.names import Lane
from esteira.core.queue.memory import MemoryQueueReceiver

from bridge.worker.draining import DrainStop, SharedStateObserver, drain_once
from bridge.worker.lane_consumer import LaneConsumer
from bridge.worker.shared_state import SharedWorkerState
from tests.fixtures.clock import HandClock
from tests.fixtures.messages import order
from tests.fixtures.orders_consumer import OrdersFixture

Told = list[tuple[Lane, Mapping[str, int]]]


@pytest.fixture
def state() -> SharedWorkerState:
    return SharedWorkerState.shared()


def test_what_is_in_hand_is_in_the_shared_state_until_it_is_finished(state: SharedWorkerState) -> None:
    told: Told = []
    observer = SharedStateObserver(state, "orders", lambda *change: told.append(change))

    observer.holding(12)
    held = state.in_hand
    observer.finished(
        {AttemptStatus.SUCCEEDED: 8, AttemptStatus.DUPLICATE: 1, AttemptStatus.FAILED: 2, AttemptStatus.REFUSED: 1}, 0.5
    )

    assert (held, state.in_hand, state.processed, state.failed, state.rate_per_second) == (12, 0, 9, 3, 24.0)
    assert [lane for lane, _ in told] == ["orders"]


def test_a_worker_that_drains_stops_its_task(state: SharedWorkerState) -> None:
    stop = DrainStop(state, lambda: False)
    before = stop.wait(0.01)
    state.draining = 1

    assert (before, stop.is_set(), stop.wait(60)) == (False, True, True)


def test_a_child_that_is_to_end_stops_its_task(state: SharedWorkerState) -> None:
    ending = Event()
    stop = DrainStop(state, ending.is_set)
    ending.set()

    assert stop.wait()


def lane_consumer(
    queue_receiver: MemoryQueueReceiver, announce: Callable[..., None] = lambda *_: None, **changes: Any
) -> LaneConsumer:
    """The lane `orders` over in-memory stores."""
    return LaneConsumer(
        lane="orders", consumer=OrdersFixture(queue_receiver=queue_receiver, **changes).consumer, announce=announce
    )


def test_a_task_ends_after_what_it_has_received_when_the_worker_is_asked_to_drain(state: SharedWorkerState) -> None:
    queue_receiver = MemoryQueueReceiver(HandClock())
    queue_receiver.send(*(encode(order(n)) for n in range(1, 251)))
    consumer = lane_consumer(queue_receiver, announce=lambda *_: setattr(state, "draining", 1))

    goes_on = drain_once(consumer, state, lambda: False)

    assert (goes_on, state.processed, state.in_task, len(queue_receiver)) == (False, 200, 0, 50)


def test_a_task_whose_time_is_over_is_followed_by_the_next(state: SharedWorkerState) -> None:
    assert drain_once(lane_consumer(MemoryQueueReceiver(HandClock())), state, lambda: False, for_seconds=0.01)


def test_while_nothing_may_be_received_no_task_follows(state: SharedWorkerState) -> None:
    breaker = Breaker(TargetUnavailable)
    for _ in range(3):
        with suppress(TargetUnavailable), breaker.guarding():
            raise TargetUnavailable
    consumer = lane_consumer(MemoryQueueReceiver(HandClock()), target_breaker=breaker)

    assert not drain_once(consumer, state, lambda: False, for_seconds=0.01)
