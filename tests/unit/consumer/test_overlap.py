"""The next batch is received while one is processed. Without that the first test would wait in vain."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.memory import MemoryOrderTarget
from esteira.consumer.outcomes import AttemptStatus, Outcome
from esteira.core.messages import OrderMessage, encode
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.core.queue.received_message import ReceivedMessage

from tests.fixtures.clock import HandClock
from tests.fixtures.messages import order
from tests.fixtures.orders_consumer import OrdersFixture, order_rules

LIMIT_SECONDS = 10


class WatchedQueue(MemoryQueueReceiver):
    """Tells when it is asked for the second batch."""

    def __init__(self) -> None:
        super().__init__(HandClock())
        self.receives: list[int] = []
        self.asked_again = Event()
        self.hidden_again: list[list[int]] = []

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        received = super().receive(limit, wait_seconds=wait_seconds)
        self.receives.append(len(received))
        if len(self.receives) > 1:
            self.asked_again.set()
        return received

    def change_visibility(self, delays_seconds: Sequence[tuple[ReceivedMessage, int]]) -> int:
        self.hidden_again.append([seconds for _, seconds in delays_seconds])
        return 0


class HastyQueue(WatchedQueue):
    """Says that a message stays hidden for no time at all, so that every batch has waited long."""

    def visibility_seconds(self) -> int:
        return 0


class WatchingTarget(MemoryOrderTarget):
    """Applies the first batch when the second is asked for, and sets `stop` with the last of `batches`."""

    def __init__(self, queue: WatchedQueue, *, stop: Event, batches: int) -> None:
        super().__init__()
        self._queue = queue
        self._stop = stop
        self._batches = batches
        self.waited: list[bool] = []

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        self.waited.append(self._queue.asked_again.wait(LIMIT_SECONDS))
        if len(self.waited) == self._batches:
            self._stop.set()
        return super().apply(parsed_messages)


def drained(queue: WatchedQueue, *, orders: int, stop_after_batches: int) -> tuple[WatchingTarget, int]:
    """Drain so many orders, ten at a time, and return the target and the number of successes."""
    stop = Event()
    target = WatchingTarget(queue, stop=stop, batches=stop_after_batches)
    queue.send(*(encode(order(n)) for n in range(1, orders + 1)))
    consumer = OrdersFixture(queue_receiver=queue, target=target).consumer
    counts = drain_queue(consumer, for_seconds=60, stop=stop, batch_messages=10)
    return target, counts[AttemptStatus.SUCCEEDED]


def test_while_a_batch_is_processed_the_next_is_received() -> None:
    queue = WatchedQueue()

    target, succeeded = drained(queue, orders=30, stop_after_batches=3)

    assert target.waited == [True, True, True]
    assert queue.hidden_again == []
    assert (succeeded, len(queue)) == (30, 0)


def test_what_was_received_ahead_is_processed_after_the_stop_and_nothing_else_is_received() -> None:
    queue = WatchedQueue()

    _, succeeded = drained(queue, orders=100, stop_after_batches=1)

    assert queue.receives == [10, 10]
    assert (succeeded, len(queue)) == (20, 80)


def test_a_lane_whose_messages_another_worker_could_begin_receives_nothing_ahead() -> None:
    queue, stop = WatchedQueue(), Event()
    queue.asked_again.set()
    queue.send(*(encode(order(n)) for n in range(1, 31)))
    target = WatchingTarget(queue, stop=stop, batches=1)
    rules = replace(order_rules(), receives_ahead=False)

    drain_queue(
        OrdersFixture(queue_receiver=queue, target=target, rules=rules).consumer,
        for_seconds=60,
        stop=stop,
        batch_messages=10,
    )

    assert (queue.receives, len(queue)) == ([10], 20)


def test_a_batch_that_waited_for_a_quarter_of_its_visibility_timeout_gets_it_anew() -> None:
    queue = HastyQueue()

    drained(queue, orders=10, stop_after_batches=1)

    assert queue.hidden_again == [[0] * 10]
