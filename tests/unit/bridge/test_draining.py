"""A drain task: what it is stopped by, and what it tells."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event
from typing import Any

import pytest
from esteira.adapters.memory.inbox import MemoryInbox
from esteira.domain.messages import encode
from esteira.domain.names import Lane
from esteira.domain.outcomes import Status
from esteira.errors import TargetUnavailable
from esteira.use_cases.breaker import Breaker

from bridge.worker.consumers import Drained
from bridge.worker.draining import SlateObserver, Stop, drain_once
from bridge.worker.slate import Slate
from tests.making import HandClock, OrdersFixture, order

Told = list[tuple[Lane, Mapping[str, int]]]


@pytest.fixture
def slate() -> Slate:
    return Slate.shared()


def test_what_is_in_hand_is_on_the_slate_until_it_is_finished(slate: Slate) -> None:
    told: Told = []
    observer = SlateObserver(slate, "orders", lambda *change: told.append(change))

    observer.holding(12)
    held = slate.in_hand
    observer.finished({Status.SUCCEEDED: 8, Status.DUPLICATE: 1, Status.FAILED: 2, Status.REFUSED: 1}, 0.5)

    assert (held, slate.in_hand, slate.processed, slate.failed, slate.rate_per_second) == (12, 0, 9, 3, 24.0)
    assert [lane for lane, _ in told] == ["orders"]


def test_a_worker_that_drains_stops_its_task(slate: Slate) -> None:
    stop = Stop(slate, lambda: False)
    before = stop.wait(0.01)
    slate.draining = 1

    assert (before, stop.is_set(), stop.wait(60)) == (False, True, True)


def test_a_child_that_is_to_end_stops_its_task(slate: Slate) -> None:
    ending = Event()
    stop = Stop(slate, ending.is_set)
    ending.set()

    assert stop.wait()


def drained_lane(inbox: MemoryInbox, announce: Callable[..., None] = lambda *_: None, **changes: Any) -> Drained:
    """The lane `orders` with twins behind it."""
    return Drained(lane="orders", consumer=OrdersFixture(inbox=inbox, **changes).consumer, announce=announce)


def test_a_task_ends_after_its_batch_when_the_worker_is_asked_to_drain(slate: Slate) -> None:
    inbox = MemoryInbox(HandClock())
    inbox.send(*(encode(order(n)) for n in range(1, 251)))
    drained = drained_lane(inbox, announce=lambda *_: setattr(slate, "draining", 1))

    goes_on = drain_once(drained, slate, lambda: False)

    assert (goes_on, slate.processed, slate.in_task, len(inbox)) == (False, 100, 0, 150)


def test_a_task_whose_time_is_over_is_followed_by_the_next(slate: Slate) -> None:
    assert drain_once(drained_lane(MemoryInbox(HandClock())), slate, lambda: False, for_seconds=0.01)


def test_while_nothing_may_be_received_no_task_follows(slate: Slate) -> None:
    breaker = Breaker(TargetUnavailable)
    for _ in range(3):
        with suppress(TargetUnavailable), breaker.guarding():
            raise TargetUnavailable
    drained = drained_lane(MemoryInbox(HandClock()), target_breaker=breaker)

    assert not drain_once(drained, slate, lambda: False, for_seconds=0.01)
