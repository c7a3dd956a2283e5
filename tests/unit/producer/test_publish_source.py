"""Publishing one source, with failures of queue, cursor and clock."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from esteira.core.errors import CursorUnavailable, QueueUnavailable
from esteira.core.messages import OrderMessage, decode, order_message_id
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueSender
from esteira.producer.cursor import START, Cursor, Position
from esteira.producer.memory import MemoryCursors
from esteira.producer.ports import Advance, Lease, Restart
from esteira.producer.publish_source import Ending, publish_source

from tests.fixtures.publish_deps import GOOD, PublishFixture


class RefusingQueue(MemoryQueueSender):
    """Refuses messages that contain `refuses`."""

    def __init__(self, refuses: str) -> None:
        super().__init__()
        self.refuses = refuses

    def send(self, bodies: Sequence[str]) -> BatchReply:
        accepted = [index for index, body in enumerate(bodies) if self.refuses not in body]
        super().send([bodies[index] for index in accepted])
        return BatchReply(taken=frozenset(accepted))


class SlowlyStartingQueue(MemoryQueueSender):
    """Refuses the first few requests."""

    def __init__(self, *, refusals: int) -> None:
        super().__init__()
        self.refusals = refusals

    def send(self, bodies: Sequence[str]) -> BatchReply:
        self.refusals -= 1
        if self.refusals >= 0:
            raise QueueUnavailable
        return super().send(bodies)


class OvertakenCursors(MemoryCursors):
    """Simulates another producer that takes over as soon as the first page is sent."""

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        if new.position != START:
            self._fences[lease.source] += 1
        return super().advance(lease, old=old, new=new)


class UnreachableCursors(MemoryCursors):
    """Fails as if Redis were not reachable."""

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        raise CursorUnavailable(f"({source}, {seconds})")


def test_every_new_order_is_sent_once_with_its_identity() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 25)

    first, second = fixture.publish(), fixture.publish()

    assert (first.published, first.ending, second.published) == (25, Ending.CAUGHT_UP, 0)
    assert fixture.sent_ids == list(range(1, 26))
    assert fixture.cursor_id == 25


def test_a_message_keeps_the_contract_of_its_lane() -> None:
    fixture = PublishFixture()
    fixture.source.add(("Café \uffff", Decimal("12.50"), False))

    fixture.publish()
    message = decode(OrderMessage, fixture.queue.bodies[0])

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
    fixture = PublishFixture()
    fixture.source.add(GOOD, (product, price, True), GOOD)

    published = fixture.publish()

    assert (published.published, published.rejected, fixture.sent_ids) == (2, 1, [1, 3])
    assert reason in fixture.rejects.reasons["source1", 2]
    assert fixture.cursor_id == 3


def test_the_cursor_stops_before_the_first_order_that_was_not_accepted() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 4, ("lost", Decimal(1), True), *[GOOD] * 20)

    with pytest.raises(QueueUnavailable):
        fixture.publish(through=RefusingQueue(refuses="lost"))

    assert fixture.cursor_id == 4
    assert fixture.checkpoints.load("source1") == fixture.cursors.load("source1")


def test_what_was_not_accepted_is_sent_by_the_next_publish() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 4, ("lost", Decimal(1), True), GOOD)
    with pytest.raises(QueueUnavailable):
        fixture.publish(through=RefusingQueue(refuses="lost"))

    fixture.publish()

    assert fixture.sent_ids == [5, 6]


def test_a_queue_that_recovers_in_time_is_retried() -> None:
    fixture = PublishFixture(queue=SlowlyStartingQueue(refusals=3))
    fixture.source.add(*[GOOD] * 3)

    published = fixture.publish()

    assert (published.published, fixture.sent_ids, len(fixture.pauses)) == (3, [1, 2, 3], 3)


def test_a_queue_that_stays_unavailable_is_given_up_after_five_tries() -> None:
    fixture, queue = PublishFixture(), SlowlyStartingQueue(refusals=1000)
    fixture.source.add(GOOD)

    with pytest.raises(QueueUnavailable):
        fixture.publish(through=queue)

    assert queue.refusals == 995
    assert fixture.cursor_id == START.id


def test_no_page_is_started_without_time_to_finish_it() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 25)

    published = publish_source(fixture.deps(), remaining_seconds=lambda: 4.9 if fixture.sent else 60)

    assert published.ending is Ending.OUT_OF_TIME
    assert fixture.sent_ids == list(range(1, 11))
    assert fixture.cursor_id == 10


def test_a_source_that_another_producer_publishes_is_skipped() -> None:
    fixture = PublishFixture()
    fixture.source.add(GOOD)
    fixture.cursors.acquire("source1", seconds=30)

    published = fixture.publish()

    assert (published.ending, fixture.sent) == (Ending.BUSY, [])


def test_the_lease_is_released_also_after_a_failure() -> None:
    fixture = PublishFixture()
    fixture.source.add(GOOD)
    with pytest.raises(QueueUnavailable):
        fixture.publish(through=RefusingQueue(refuses="message_id"))

    assert fixture.publish().published == 1


def test_a_producer_that_was_overtaken_stops_and_overwrites_nothing() -> None:
    fixture = PublishFixture(cursors=OvertakenCursors())
    fixture.source.add(*[GOOD] * 25)

    published = fixture.publish()

    assert (published.ending, len(fixture.sent)) == (Ending.OVERTAKEN, 10)
    assert fixture.cursor_id == START.id


def test_without_redis_nothing_is_sent() -> None:
    fixture = PublishFixture(cursors=UnreachableCursors())
    fixture.source.add(GOOD)

    with pytest.raises(CursorUnavailable):
        fixture.publish()

    assert fixture.sent == []


def test_with_an_empty_redis_publishing_continues_from_the_checkpoint() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 12)
    fixture.publish()
    fixture.cursors.flush()
    fixture.source.add(GOOD)

    fixture.publish()

    assert fixture.sent_ids == list(range(1, 14))


def test_a_source_begun_anew_with_as_many_rows_is_read_from_its_start_and_named() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 3)
    fixture.publish()
    fixture.source.rows.clear()
    fixture.source.add(*[("Kettle", Decimal(1), True)] * 3)

    published, after = fixture.publish(), fixture.publish()

    assert (published.published, fixture.sent_ids) == (3, [1, 1, 2, 2, 3, 3])
    assert (published.restart, after.restart, after.published) == ("another row has the id 3", None, 0)
    assert fixture.restarts.open()["source1"] == Restart(epoch="memory:1#2", reason="another row has the id 3")
    assert fixture.checkpoints.load("source1") == Cursor(epoch="memory:1#2", position=Position(x=2, id=3))


def test_a_producer_killed_while_it_notes_a_restart_is_followed_by_one_that_goes_on() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 3)
    fixture.publish()
    fixture.checkpoints.overwrite("source1", Cursor(epoch="memory:1#2", position=START))

    published = fixture.publish()

    assert (published.published, published.restart) == (3, None)
    assert fixture.cursors.load("source1") == Cursor(epoch="memory:1#2", position=Position(x=1, id=3))


def test_a_cursor_of_before_the_restart_in_redis_does_not_come_back() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 9)
    fixture.publish()
    before = fixture.cursors.load("source1") or Cursor(epoch="none", position=START)
    fixture.source.rows.clear()
    fixture.source.add(GOOD)
    fixture.publish()
    fixture.cursors.flush()
    lease = fixture.cursors.acquire("source1", seconds=30)
    assert lease
    fixture.cursors.advance(lease, old=None, new=before)
    fixture.cursors.release(lease)

    fixture.source.add(GOOD)

    assert (fixture.publish().published, fixture.cursor_id) == (1, 2)


def test_progress_is_reported_after_each_page() -> None:
    fixture = PublishFixture()
    fixture.source.add(*[GOOD] * 25)
    page_counts: list[int] = []

    publish_source(
        fixture.deps(), remaining_seconds=lambda: 60, on_page=lambda done: page_counts.append(done.published)
    )

    assert page_counts == [10, 20, 25]


def test_a_source_that_began_anew_is_judged_anew() -> None:
    shop = PublishFixture()
    shop.source.add(("", Decimal(1), True), GOOD)
    shop.publish()
    shop.source.rows.clear()
    shop.source.add(GOOD, ("", Decimal(1), True))

    done = shop.publish()

    assert (done.restart, done.published, done.rejected) == ("another row has the id 2", 1, 1)
    assert list(shop.rejects.ids("source1")) == [2]
