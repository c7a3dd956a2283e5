"""The sweep sends only callbacks that did not reach the queue or were lost with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from esteira.callbacks import sweep_callbacks as sweeping
from esteira.callbacks.callback import RETENTION, resend_wait
from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.callbacks.sweep_callbacks import SweepDeps, Swept, sweep_callbacks
from esteira.core.messages import PaymentMessage, decode
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader, MemoryQueueSender
from esteira.core.queue.send_batches import BatchSender

from tests.fixtures.clock import HandClock
from tests.fixtures.messages import callback

HALF_AN_HOUR = timedelta(minutes=30)


class SweepFixture:
    """An in-memory sweep. The lane holds other messages."""

    def __init__(self, *, max_message_bytes: int = 262_144, others: int = 1) -> None:
        self.clock = HandClock()
        self.repository = MemoryCallbackRepository(self.clock)
        self.queue = MemoryQueueSender(max_message_bytes=max_message_bytes)
        self._sweep_deps = SweepDeps(
            repository=self.repository,
            lane=MemoryQueueDepthReader(reading=QueueDepth(visible=others)),
            batch_sender=BatchSender(queue=self.queue, in_flight=2, pause=lambda _: None),
            first_wait=HALF_AN_HOUR,
            clock=self.clock,
        )

    def keep(self, count: int, *, released: bool = True) -> None:
        for number in range(count):
            self.repository.keep(callback(f"e{number}"))
        if released:
            self.repository.release(list(self.repository.kept))

    def sweep(self, remaining_seconds: Callable[[], float] = lambda: 60) -> Swept:
        return sweep_callbacks(self._sweep_deps, remaining_seconds=remaining_seconds)

    def sent_ids(self) -> list[str]:
        return sorted(decode(PaymentMessage, body).event_id for body in self.queue.bodies)


def test_callbacks_that_did_not_reach_the_queue_are_sent_once() -> None:
    fixture = SweepFixture()
    fixture.keep(sweeping.PORTION + 3)

    swept = [fixture.sweep(), fixture.sweep()]

    assert swept == [Swept(sent=sweeping.PORTION + 3), Swept()]
    assert len(set(fixture.sent_ids())) == len(fixture.sent_ids()) == sweeping.PORTION + 3


def test_callbacks_with_a_message_under_way_are_not_sent() -> None:
    fixture = SweepFixture()
    fixture.keep(3, released=False)

    fixture.clock.forward(HALF_AN_HOUR.total_seconds() - 1)

    assert (fixture.sweep(), fixture.sent_ids()) == (Swept(), [])


def test_callbacks_without_activity_for_the_first_wait_are_sent_again() -> None:
    fixture = SweepFixture()
    fixture.keep(2, released=False)

    fixture.clock.forward(HALF_AN_HOUR.total_seconds())

    assert (fixture.sweep(), fixture.sent_ids()) == (Swept(sent=2), ["e0", "e1"])


def test_with_an_empty_lane_the_wait_is_shorter() -> None:
    fixture = SweepFixture(others=0)
    fixture.keep(1, released=False)

    fixture.clock.forward(sweeping.EMPTY_LANE_WAIT.total_seconds() - 1)
    before = fixture.sweep()
    fixture.clock.forward(1)

    assert (before, fixture.sweep(), fixture.sweep()) == (Swept(), Swept(sent=1), Swept())


def test_callbacks_that_the_queue_rejects_stay_due_and_end_the_sweep() -> None:
    fixture = SweepFixture(max_message_bytes=1)
    fixture.keep(2)

    assert (fixture.sweep(), fixture.sweep()) == (Swept(unsent=2), Swept(unsent=2))


def test_without_enough_time_nothing_is_claimed() -> None:
    fixture = SweepFixture()
    fixture.keep(1)

    assert (fixture.sweep(lambda: 5.0), fixture.sweep()) == (Swept(), Swept(sent=1))


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (0, timedelta(0)),
        (1, HALF_AN_HOUR),
        (2, 2 * HALF_AN_HOUR),
        (5, 16 * HALF_AN_HOUR),
        (9, RETENTION),
        (10**9, RETENTION),
    ],
)
def test_the_wait_doubles_with_each_copy_up_to_the_retention_of_messages(copies: int, expected: timedelta) -> None:
    assert resend_wait(HALF_AN_HOUR, copies) == expected
