"""One source on its way to the queue, whatever the queue, the cursor and the clock do."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from esteira.adapters.memory.cursors import MemoryCursors
from esteira.adapters.memory.outgoing import MemoryOutgoingQueue
from esteira.domain.cursor import Cursor, Position
from esteira.domain.handover import BatchReply
from esteira.domain.messages import OrderMessage, decode, order_message_id
from esteira.errors import CursorUnavailable, QueueUnavailable
from esteira.use_cases.ports.cursors import Advance, Lease
from esteira.use_cases.publish_source import Ending, publish_source

from tests.belts import GOOD, Bench


class DeafQueue(MemoryOutgoingQueue):
    """Takes no message that holds `deaf_to`."""

    def __init__(self, deaf_to: str) -> None:
        super().__init__()
        self.deaf_to = deaf_to

    def send(self, bodies: Sequence[str]) -> BatchReply:
        heard = [index for index, body in enumerate(bodies) if self.deaf_to not in body]
        super().send([bodies[index] for index in heard])
        return BatchReply(taken=frozenset(heard))


class HaltingQueue(MemoryOutgoingQueue):
    """Does not answer for the first few requests."""

    def __init__(self, *, refusals: int) -> None:
        super().__init__()
        self.refusals = refusals

    def send(self, bodies: Sequence[str]) -> BatchReply:
        self.refusals -= 1
        if self.refusals >= 0:
            raise QueueUnavailable
        return super().send(bodies)


class RivalsCursors(MemoryCursors):
    """Another producer takes over as soon as the first page is sent."""

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        if new.position.id:
            self._fences[lease.source] += 1
        return super().advance(lease, old=old, new=new)


class GoneCursors(MemoryCursors):
    """Redis does not answer."""

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        raise CursorUnavailable(f"({source}, {seconds})")


def test_every_new_order_is_sent_once_with_its_identity() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 25)

    first, second = bench.publish(), bench.publish()

    assert (first.published, first.ending, second.published) == (25, Ending.CAUGHT_UP, 0)
    assert bench.sent_ids == list(range(1, 26))
    assert bench.cursor_id == 25


def test_a_message_keeps_the_contract_of_its_lane() -> None:
    bench = Bench()
    bench.source.add(("Café \uffff", Decimal("12.50"), False))

    bench.publish()
    message = decode(OrderMessage, bench.queue.bodies[0])

    assert message.message_id == order_message_id("source1", 1)
    assert (message.payload.product, message.payload.price) == ("Café \uffff", Decimal("12.50"))
    assert message.attempts_needed == 6


@pytest.mark.parametrize(
    ("product", "price", "reason"),
    [
        ("", Decimal(1), "product"),
        ("\x00", Decimal(1), "product"),
        ("ok", Decimal("NaN"), "price"),
        ("ok", Decimal("Infinity"), "price"),
        ("x" * 300_000, Decimal(1), "bytes"),
    ],
)
def test_a_row_that_no_message_can_carry_is_rejected_with_its_reason(product: str, price: Decimal, reason: str) -> None:
    bench = Bench()
    bench.source.add(GOOD, (product, price, True), GOOD)

    published = bench.publish()

    assert (published.published, published.rejected, bench.sent_ids) == (2, 1, [1, 3])
    assert reason in bench.rejects.reasons["source1", 2]
    assert bench.cursor_id == 3


def test_the_cursor_stands_before_the_first_order_that_was_not_taken() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 4, ("lost", Decimal(1), True), *[GOOD] * 20)

    with pytest.raises(QueueUnavailable):
        bench.publish(through=DeafQueue(deaf_to="lost"))

    assert bench.cursor_id == 4
    assert bench.checkpoints.load("source1") == bench.cursors.load("source1")


def test_what_was_not_taken_is_sent_by_the_next_publish() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 4, ("lost", Decimal(1), True), GOOD)
    with pytest.raises(QueueUnavailable):
        bench.publish(through=DeafQueue(deaf_to="lost"))

    bench.publish()

    assert bench.sent_ids == [5, 6]


def test_a_queue_that_comes_back_in_time_is_asked_again() -> None:
    bench = Bench(queue=HaltingQueue(refusals=3))
    bench.source.add(*[GOOD] * 3)

    published = bench.publish()

    assert (published.published, bench.sent_ids, len(bench.pauses)) == (3, [1, 2, 3], 3)


def test_a_queue_that_stays_away_is_given_up_after_five_tries() -> None:
    bench, queue = Bench(), HaltingQueue(refusals=1000)
    bench.source.add(GOOD)

    with pytest.raises(QueueUnavailable):
        bench.publish(through=queue)

    assert queue.refusals == 995
    assert bench.cursor_id == 0


def test_no_page_is_begun_without_time_to_end_it() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 25)

    published = publish_source(bench.belt(), remaining_seconds=lambda: 4.9 if bench.sent else 60)

    assert published.ending is Ending.OUT_OF_TIME
    assert bench.sent_ids == list(range(1, 11))
    assert bench.cursor_id == 10


def test_a_source_that_is_being_published_is_left_alone() -> None:
    bench = Bench()
    bench.source.add(GOOD)
    bench.cursors.acquire("source1", seconds=30)

    published = bench.publish()

    assert (published.ending, bench.sent) == (Ending.BUSY, [])


def test_the_lease_is_given_back_also_after_a_failure() -> None:
    bench = Bench()
    bench.source.add(GOOD)
    with pytest.raises(QueueUnavailable):
        bench.publish(through=DeafQueue(deaf_to="message_id"))

    assert bench.publish().published == 1


def test_a_producer_that_was_overtaken_stops_and_overwrites_nothing() -> None:
    bench = Bench(cursors=RivalsCursors())
    bench.source.add(*[GOOD] * 25)

    published = bench.publish()

    assert (published.ending, len(bench.sent)) == (Ending.OVERTAKEN, 10)
    assert bench.cursor_id == 0


def test_without_redis_nothing_is_sent() -> None:
    bench = Bench(cursors=GoneCursors())
    bench.source.add(GOOD)

    with pytest.raises(CursorUnavailable):
        bench.publish()

    assert bench.sent == []


def test_an_empty_redis_goes_on_from_the_checkpoint() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 12)
    bench.publish()
    bench.cursors.flush()
    bench.source.add(GOOD)

    bench.publish()

    assert bench.sent_ids == list(range(1, 14))


def test_a_source_that_was_restored_is_read_from_its_start() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 3)
    bench.publish()
    bench.source.epoch = "memory:2"

    published = bench.publish()

    assert (published.published, bench.sent_ids) == (3, [1, 1, 2, 2, 3, 3])
    assert bench.checkpoints.load("source1") == Cursor(epoch="memory:2", position=Position(x=1, id=3))


def test_each_page_is_told_of() -> None:
    bench = Bench()
    bench.source.add(*[GOOD] * 25)
    heard: list[int] = []

    publish_source(bench.belt(), remaining_seconds=lambda: 60, watch=lambda done: heard.append(done.published))

    assert heard == [10, 20, 25]
