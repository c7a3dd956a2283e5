"""Redrive in memory: its rate, its selection, and the state after the lane rejected messages."""

from collections.abc import Sequence

import pytest
from esteira.core.errors import QueueUnavailable
from esteira.core.messages import OrderMessage, decode, encode
from esteira.core.orders import Order, OrderKey
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader, MemoryQueueReceiver, MemoryQueueSender
from esteira.core.queue.send_batches import BatchSender
from esteira.producer.deps import PublishDeps
from esteira.producer.memory import MemoryCheckpoints, MemoryCursors, MemoryRejects, MemoryRestarts, MemorySource
from esteira.reconciliation.dead_letters import Pace, Selection
from esteira.reconciliation.memory.dead_letters import (
    MemoryDeadOrders,
    MemoryFailure,
    MemoryKeptMessages,
    MemoryRedriveLog,
)
from esteira.reconciliation.memory.ledger import MemorySourceLedgerReader
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive, RedriveDeps, Redriven
from esteira.reconciliation.redrive.resend_dead import DeadOrderResender
from esteira.reconciliation.resend_orders import Resender

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.messages import order


class RejectingQueue(MemoryQueueSender):
    """Rejects every message."""

    def send(self, bodies: Sequence[str]) -> BatchReply:  # noqa: ARG002 - the port has it
        return BatchReply()


class RedriveFixture:
    """In-memory redrive dependencies with five dead orders; only pauses move the clock."""

    def __init__(self, lane: MemoryQueueSender | None = None) -> None:
        self.clock = HandClock()
        self.lane = lane or MemoryQueueSender()
        self.dead_letters = MemoryQueueReceiver(self.clock)
        self.lane_depth = MemoryQueueDepthReader()
        self.pauses: list[float] = []
        self.log = MemoryRedriveLog(clock=self.clock)
        self.kept_messages = MemoryKeptMessages()
        self.dead_orders = MemoryDeadOrders(clock=self.clock)
        for number in range(1, 6):
            key = OrderKey("source1", number)
            self.dead_orders.failures[key] = MemoryFailure(attempt=5, error="no luck", failed_at=READ_AT)
        self.clock.forward(60)

    def redrive(self, *identifiers: str, per_second: float | None = None) -> Redriven:
        selection = Selection(identifiers=frozenset(identifiers) if identifiers else None)
        request = Redrive(selection=selection, requested_by="me@here", pace=Pace(per_second=per_second))
        return redrive_dead_letters(self._deps(), request)

    def attempts(self) -> dict[int, int]:
        return {key.source_id: failure.attempt for key, failure in self.dead_orders.failures.items()}

    def sent(self) -> list[int]:
        return [decode(OrderMessage, body).source_id for body in self.lane.bodies]

    def _pause(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 6))
        self.clock.forward(seconds)

    def _deps(self) -> RedriveDeps:
        batch_sender = BatchSender(queue=self.lane, in_flight=1, pause=lambda _: None)
        return RedriveDeps(
            lane="orders",
            dead_letters=self.dead_letters,
            dead_letter_depth=MemoryQueueDepthReader(),
            lane_depth=self.lane_depth,
            batch_sender=batch_sender,
            dead_orders=self.dead_orders,
            dead_resender=DeadOrderResender(dead_orders=self.dead_orders, resender=self._resender(batch_sender)),
            kept_messages=self.kept_messages,
            log=self.log,
            pause=self._pause,
            seconds=lambda: self.clock().timestamp(),
        )

    def _resender(self, batch_sender: BatchSender) -> Resender:
        publish_deps = PublishDeps(
            source=MemorySource(),
            cursors=MemoryCursors(),
            checkpoints=MemoryCheckpoints(),
            restarts=MemoryRestarts(),
            rejects=MemoryRejects(),
            batch_sender=batch_sender,
            clock=self.clock,
            page_rows=1000,
            lease_seconds=60,
            simulate_trouble=False,
        )
        price = order().payload.price
        rows = {
            number: Order(id=number, product="chair", price=price, security_check=True, created_at=READ_AT)
            for number in range(1, 5)
        }
        ledger_reader = MemorySourceLedgerReader(table=rows)
        return Resender(
            sources={"source1": ledger_reader}, publish_deps={"source1": publish_deps}, dead_orders=self.dead_orders
        )


def test_dead_letters_are_sent_at_the_requested_rate() -> None:
    fixture = RedriveFixture()
    fixture.dead_letters.send(*(encode(order(number)) for number in range(1, 6)))

    fixture.redrive(per_second=2)

    assert fixture.sent() == [1, 2, 3, 4, 5]
    assert fixture.pauses == [1.0, 1.0, 0.5]


def test_orders_without_a_letter_are_sent_from_their_rows_if_these_exist() -> None:
    fixture = RedriveFixture()
    fixture.dead_letters.send(encode(order(1)))

    done = fixture.redrive()

    assert done == Redriven(dead_letters=1, resent=3)
    assert fixture.sent() == [1, 2, 3, 4]
    assert fixture.attempts() == {1: 0, 2: 0, 3: 0, 4: 0, 5: 5}


def test_orders_without_a_letter_are_skipped_while_the_lane_is_in_motion() -> None:
    fixture = RedriveFixture()
    fixture.lane_depth.reading = QueueDepth(in_flight=1)

    assert fixture.redrive() == Redriven(skipped=5)
    assert fixture.sent() == []


def test_only_selected_orders_are_sent() -> None:
    fixture = RedriveFixture()
    fixture.dead_letters.send(encode(order(1)), encode(order(2)))

    done = fixture.redrive("source1:2", "source1:3", "unknown")

    assert (done, fixture.sent()) == (Redriven(dead_letters=1, resent=1, unknown=("unknown",)), [2, 3])
    assert len(fixture.dead_letters) == 1


def test_dead_letters_that_the_lane_rejects_stay_dead_and_visible() -> None:
    fixture = RedriveFixture(RejectingQueue())
    fixture.dead_letters.send(encode(order(1)), encode(order(2)))

    with pytest.raises(QueueUnavailable):
        fixture.redrive()

    assert len(fixture.dead_letters.receive(10, wait_seconds=0)) == 2
    assert set(fixture.attempts().values()) == {5}
    assert (fixture.log.redrives[0].moved, fixture.log.redrives[0].ending) == (0, "failed")


def test_copies_of_one_dead_letter_are_sent_once() -> None:
    fixture = RedriveFixture()
    fixture.dead_letters.send(encode(order(1)), encode(order(1)), "no order", "no order")

    done = fixture.redrive()

    assert (done.dead_letters, done.unparseable, done.copies_kept) == (2, 1, 2)
    assert len(fixture.dead_letters) == 2
