"""The sweep sends only callbacks that did not reach the queue or were lost with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from esteira.callbacks import sweep_callbacks as sweeping
from esteira.callbacks.callback import RETENTION, patience
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
        self._sweeper = SweepDeps(
            repository=self.repository,
            lane=MemoryQueueDepthReader(reading=QueueDepth(visible=others)),
            batch_sender=BatchSender(queue=self.queue, in_flight=2, pause=lambda _: None),
            first_patience=HALF_AN_HOUR,
            clock=self.clock,
        )

    def keep(self, count: int, *, released: bool = True) -> None:
        for number in range(count):
            self.repository.keep(callback(f"e{number}"))
        if released:
            self.repository.release(list(self.repository.kept))

    def sweep(self, remaining_seconds: Callable[[], float] = lambda: 60) -> Swept:
        return sweep_callbacks(self._sweeper, remaining_seconds=remaining_seconds)

    def sent(self) -> list[str]:
        return sorted(decode(PaymentMessage, body).event_id for body in self.queue.bodies)


def test_all_that_did_not_reach_the_queue_is_sent_once() -> None:
    fixture = SweepFixture()
    fixture.keep(sweeping.PORTION + 3)

    swept = [fixture.sweep(), fixture.sweep()]

    assert swept == [Swept(sent=sweeping.PORTION + 3), Swept()]
    assert len(set(fixture.sent())) == len(fixture.sent()) == sweeping.PORTION + 3


def test_what_is_under_way_is_left_alone() -> None:
    fixture = SweepFixture()
    fixture.keep(3, released=False)

    fixture.clock.forward(HALF_AN_HOUR.total_seconds() - 1)

    assert (fixture.sweep(), fixture.sent()) == (Swept(), [])


def test_what_was_lost_with_the_queue_is_sent_again() -> None:
    fixture = SweepFixture()
    fixture.keep(2, released=False)

    fixture.clock.forward(HALF_AN_HOUR.total_seconds())

    assert (fixture.sweep(), fixture.sent()) == (Swept(sent=2), ["e0", "e1"])


def test_in_an_empty_lane_nothing_can_be_under_way_for_long() -> None:
    fixture = SweepFixture(others=0)
    fixture.keep(1, released=False)

    fixture.clock.forward(sweeping.PATIENCE_WITH_AN_EMPTY_LANE.total_seconds() - 1)
    at_first = fixture.sweep()
    fixture.clock.forward(1)

    assert (at_first, fixture.sweep(), fixture.sweep()) == (Swept(), Swept(sent=1), Swept())


def test_what_the_queue_does_not_take_is_due_again_and_ends_the_sweep() -> None:
    fixture = SweepFixture(max_message_bytes=1)
    fixture.keep(2)

    assert (fixture.sweep(), fixture.sweep()) == (Swept(unsent=2), Swept(unsent=2))


def test_without_time_nothing_is_claimed() -> None:
    fixture = SweepFixture()
    fixture.keep(1)

    assert (fixture.sweep(lambda: 5.0), fixture.sweep()) == (Swept(), Swept(sent=1))


@pytest.mark.parametrize(
    ("copies", "waits"),
    [
        (0, timedelta(0)),
        (1, HALF_AN_HOUR),
        (2, 2 * HALF_AN_HOUR),
        (5, 16 * HALF_AN_HOUR),
        (9, RETENTION),
        (10**9, RETENTION),
    ],
)
def test_each_further_copy_is_waited_for_twice_as_long_up_to_the_life_of_a_message(
    copies: int, waits: timedelta
) -> None:
    assert patience(HALF_AN_HOUR, copies) == waits
