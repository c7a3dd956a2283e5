"""A poller drains a lane for a bounded time, and does not receive while its target is down."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event

from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.outcomes import AttemptStatus
from esteira.core.breaker import Breaker
from esteira.core.errors import QueueUnavailable, TargetUnavailable
from esteira.core.messages import encode
from esteira.core.queue.memory import MemoryQueueReceiver
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.reporting.error_report import ErrorKind, ErrorReport
from esteira.scaling.config import LaneConfig

from tests.fixtures.clock import HandClock
from tests.fixtures.messages import order
from tests.fixtures.orders_consumer import OrdersFixture


class StopsWhenEmpty(MemoryQueueReceiver):
    """Stops the poller when the queue is empty."""

    def __init__(self, stop: Event) -> None:
        super().__init__(HandClock())
        self._stop = stop
        self.receives = 0

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        self.receives += 1
        received = super().receive(limit, wait_seconds=wait_seconds)
        if not received:
            self._stop.set()
        return received


class UnreachableOnce(StopsWhenEmpty):
    """Fails the first receive."""

    def receive(self, limit: int, *, wait_seconds: int) -> Sequence[ReceivedMessage]:
        if not self.receives:
            self.receives += 1
            raise QueueUnavailable
        return super().receive(limit, wait_seconds=wait_seconds)


class RecordingObserver:
    """Records all notifications."""

    def __init__(self) -> None:
        self.entries: list[int | dict[AttemptStatus, int]] = []
        self.seconds: list[float] = []

    def holding(self, messages: int) -> None:
        self.entries.append(messages)

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        self.entries.append(dict(counts))
        self.seconds.append(seconds)


def test_it_drains_the_queue_batch_by_batch() -> None:
    stop = Event()
    queue_receiver = StopsWhenEmpty(stop)
    fixture = OrdersFixture(queue_receiver=queue_receiver)
    queue_receiver.send(*(encode(order(n)) for n in range(1, 26)))

    counts = drain_queue(fixture.consumer, for_seconds=10, stop=stop, batch_messages=10)

    assert counts == {AttemptStatus.SUCCEEDED: 25}
    assert (len(queue_receiver), queue_receiver.receives) == (0, 4)


def test_an_unreachable_queue_is_retried() -> None:
    stop = Event()
    queue_receiver = UnreachableOnce(stop)
    fixture = OrdersFixture(queue_receiver=queue_receiver)
    queue_receiver.send(encode(order(1)))

    counts = drain_queue(fixture.consumer, for_seconds=10, stop=stop)

    assert counts == {AttemptStatus.SUCCEEDED: 1}


def test_while_the_target_is_known_to_be_down_nothing_is_received() -> None:
    queue_receiver = StopsWhenEmpty(Event())
    breaker = Breaker(TargetUnavailable)
    fixture = OrdersFixture(queue_receiver=queue_receiver, target_breaker=breaker)
    for _ in range(3):
        with suppress(TargetUnavailable), breaker.guarding():
            raise TargetUnavailable

    drain_queue(fixture.consumer, for_seconds=0.05, stop=Event())

    assert queue_receiver.receives == 0


def test_nothing_is_received_after_a_stop() -> None:
    stop = Event()
    stop.set()
    queue_receiver = StopsWhenEmpty(stop)

    drain_queue(OrdersFixture(queue_receiver=queue_receiver).consumer, for_seconds=10, stop=stop)

    assert queue_receiver.receives == 0


def test_while_the_lane_is_paused_nothing_is_received_and_afterwards_all_is() -> None:
    stop = Event()
    queue_receiver = StopsWhenEmpty(stop)
    configs = iter([LaneConfig(weight=40, paused=True)])
    fixture = OrdersFixture(queue_receiver=queue_receiver, lane_config=lambda: next(configs, LaneConfig(weight=40)))
    queue_receiver.send(encode(order(1)))

    paused = drain_queue(fixture.consumer, for_seconds=0.05, stop=stop)
    receives_while_paused = queue_receiver.receives
    resumed = drain_queue(fixture.consumer, for_seconds=10, stop=stop)

    assert (paused, receives_while_paused) == ({}, 0)
    assert resumed == {AttemptStatus.SUCCEEDED: 1}


def test_an_observer_is_notified_of_each_batch_and_its_outcomes() -> None:
    stop, observer = Event(), RecordingObserver()
    queue_receiver = StopsWhenEmpty(stop)
    fixture = OrdersFixture(queue_receiver=queue_receiver)
    queue_receiver.send(*(encode(order(n)) for n in range(1, 4)), encode(order(4, good=False)))

    drain_queue(fixture.consumer, for_seconds=10, stop=stop, observer=observer, batch_messages=3)

    assert observer.entries == [3, {AttemptStatus.SUCCEEDED: 3}, 1, {AttemptStatus.REFUSED: 1}]
    assert all(seconds > 0 for seconds in observer.seconds)


def test_failures_are_reported_when_their_batch_is_over_and_so_is_a_queue_that_is_away() -> None:
    stop = Event()
    reported: list[ErrorReport] = []
    queue_receiver = UnreachableOnce(stop)
    fixture = OrdersFixture(queue_receiver=queue_receiver, report=reported.extend)
    queue_receiver.send("no order")

    drain_queue(fixture.consumer, for_seconds=10, stop=stop)

    assert [report.kind for report in reported] == [ErrorKind.QUEUE, ErrorKind.PAYLOAD]
