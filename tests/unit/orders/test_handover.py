"""Handing a range over again: what is previewed, what is sent, and what is refused."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from esteira.core.errors import Conflict, NotFound, QueueUnavailable, Unprocessable
from esteira.core.orders import OrderKey
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueSender
from esteira.orders.hand_over_again import RESERVE_SECONDS, HandOver, hand_over_again
from esteira.orders.handover import HandedOver, RangeCounts, Which, is_handed_over
from esteira.orders.preview_handover import PORTION_ROWS, HandoverRange, preview_handover
from esteira.producer.cursor import Position
from pydantic import ValidationError

from tests.fixtures.found_orders import target_order
from tests.fixtures.handovers import SOURCE, HandoverFixture

CHAIR = ("chair", Decimal("10.50"), True)
RANGE = HandoverRange(first_id=1, last_id=10)


class FullQueue(MemoryQueueSender):
    """Takes nothing."""

    def send(self, bodies: Sequence[str]) -> BatchReply:  # noqa: ARG002
        return BatchReply(taken=frozenset())


@pytest.fixture
def handover() -> HandoverFixture:
    """Seven published orders, one of each kind, and one that is not read yet."""
    made = HandoverFixture()
    made.source.add(*[CHAIR] * 7)
    made.publish()
    made.source.add(CHAIR)
    made.facts.rows |= {OrderKey(SOURCE, 1): target_order(), OrderKey(SOURCE, 2): target_order("sofa")}
    made.facts.rejected.add(OrderKey(SOURCE, 3))
    made.facts.failed |= {OrderKey(SOURCE, 4): 5, OrderKey(SOURCE, 5): 2}
    return made


def handed_over(
    handover: HandoverFixture, *, which: Which = "new", expected: int = 5, seconds: float = 60
) -> HandedOver:
    command = HandOver(first_id=1, last_id=10, which=which, expected=expected)
    return hand_over_again(handover.deps(), SOURCE, command, by="ana", remaining_seconds=lambda: seconds)


def test_a_preview_counts_the_rows_by_what_they_are_to_the_target(handover: HandoverFixture) -> None:
    preview = preview_handover(handover.survey, SOURCE, RANGE)

    assert preview.counts == RangeCounts(new=2, equal=1, different=1, rejected=1, dead=1, retrying=1, not_read=1)
    assert (preview.rows, preview.new, preview.all) == (8, 5, 7)


def test_a_preview_sends_nothing(handover: HandoverFixture) -> None:
    preview_handover(handover.survey, SOURCE, RANGE)

    assert handover.sent_again == []


def test_only_rows_within_the_range_count(handover: HandoverFixture) -> None:
    preview = preview_handover(handover.survey, SOURCE, HandoverRange(first_id=2, last_id=3))

    assert preview.counts == RangeCounts(different=1, rejected=1)


def test_what_is_not_in_the_target_is_sent_again(handover: HandoverFixture) -> None:
    done = handed_over(handover)

    assert handover.sent_again == [3, 4, 5, 6, 7]
    assert (done.sent, done.rejected, done.next_id, done.by) == (5, 0, None, "ana")
    assert done.before.to_send("new") == 5


def test_all_are_sent_again_but_what_the_producer_will_read(handover: HandoverFixture) -> None:
    handed_over(handover, which="all", expected=7)

    assert handover.sent_again == [1, 2, 3, 4, 5, 6, 7]


def test_a_rejected_row_that_the_queue_accepts_is_no_longer_rejected(handover: HandoverFixture) -> None:
    handover.rejects.add(SOURCE, {3: "too large", 9: "too large"})

    handed_over(handover)

    assert handover.rejects.ids(SOURCE) == [9]


def test_a_row_that_no_message_can_carry_stays_rejected() -> None:
    handover = HandoverFixture()
    handover.source.add(("", Decimal(1), True))
    handover.publish()
    handover.facts.rejected.add(OrderKey(SOURCE, 1))

    done = handed_over(handover, expected=1)

    assert (done.sent, done.rejected, handover.rejects.ids(SOURCE)) == (0, 1, [1])


@pytest.mark.parametrize("expected", [4, 6])
def test_a_range_that_is_not_what_the_preview_said_is_not_sent(handover: HandoverFixture, expected: int) -> None:
    with pytest.raises(Conflict, match="preview again"):
        handed_over(handover, expected=expected)

    assert handover.sent_again == []


def test_without_time_nothing_is_sent_and_the_place_is_said(handover: HandoverFixture) -> None:
    done = handed_over(handover, seconds=RESERVE_SECONDS - 1)

    assert (done.sent, done.next_id, handover.sent_again) == (0, 1, [])


def test_a_range_of_several_portions_is_sent_whole() -> None:
    handover = HandoverFixture()
    handover.source.add(*[CHAIR] * (PORTION_ROWS + 2))
    handover.publish()

    command = HandOver(first_id=1, last_id=PORTION_ROWS + 1, expected=PORTION_ROWS + 1)
    done = hand_over_again(handover.deps(), SOURCE, command, by="ana", remaining_seconds=lambda: 60)

    assert done.sent == PORTION_ROWS + 1
    assert handover.sent_again == list(range(1, PORTION_ROWS + 2))


def test_a_queue_that_refuses_says_so_and_keeps_the_rejects(handover: HandoverFixture) -> None:
    handover.rejects.add(SOURCE, {3: "too large"})
    command = HandOver(first_id=1, last_id=10, expected=5)

    with pytest.raises(QueueUnavailable):
        hand_over_again(handover.deps(through=FullQueue()), SOURCE, command, by="ana", remaining_seconds=lambda: 60)

    assert handover.rejects.ids(SOURCE) == [3]


def test_an_unknown_source_is_named(handover: HandoverFixture) -> None:
    with pytest.raises(NotFound, match=SOURCE):
        preview_handover(handover.survey, "nobody", RANGE)


def test_a_range_of_too_many_rows_is_refused(handover: HandoverFixture) -> None:
    handover.source.add(*[CHAIR] * 10_001)

    with pytest.raises(Unprocessable, match="10,000"):
        preview_handover(handover.survey, SOURCE, HandoverRange(first_id=1, last_id=99_999))


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="first_id"):
        HandoverRange(first_id=2, last_id=1)


@pytest.mark.parametrize(
    ("position", "cursor", "handed_over"),
    [
        (Position(x=7, id=1), Position(x=7, id=1), True),
        (Position(x=7, id=2), Position(x=7, id=1), False),
        (Position(x=6, id=9), Position(x=7, id=1), True),
        (Position(x=0, id=1), Position(x=7, id=1), False),
        (Position(x=0, id=1), Position(x=0, id=1), True),
    ],
    ids=["at the cursor", "after it", "earlier transaction", "without a stamp", "sequence mode"],
)
def test_a_row_was_handed_over_if_the_cursor_has_passed_it(
    position: Position, cursor: Position, handed_over: bool
) -> None:
    assert is_handed_over(position, cursor) is handed_over
