"""Dead letters: their keys, their selection, and the pace of sending them again."""

import pytest
from esteira.core.messages import encode
from esteira.core.orders import OrderKey
from esteira.reconciliation.dead_letters import DeadLetter, Pace, Selection, parse_dead_letter

from tests.fixtures.messages import order, payment, received_message


def dead_letter(body: str, sqs_message_id: str = "sqs-1") -> DeadLetter:
    return parse_dead_letter(received_message(body, sqs_message_id=sqs_message_id), "orders")


def test_an_order_is_picked_by_its_message_its_row_or_the_queues_id() -> None:
    found = dead_letter(encode(order(7)))

    assert found.key == OrderKey("source1", 7)
    assert found.names == {str(order(7).message_id), "source1:7", "sqs-1"}


@pytest.mark.parametrize("body", ["no order at all", "{}", "\x00", encode(payment())])
def test_what_is_no_message_of_the_lane_is_picked_by_the_queues_id_alone(body: str) -> None:
    found = dead_letter(body)

    assert (found.message, found.key, found.names) == (None, None, frozenset({"sqs-1"}))


def test_a_callback_brings_no_order() -> None:
    found = parse_dead_letter(received_message(encode(payment()), sqs_message_id="sqs-1"), "payments")

    assert (found.key, found.names) == (None, frozenset({str(payment().message_id), "pix:e1", "sqs-1"}))


@pytest.mark.parametrize("body", [encode(order(7)), "no order at all"])
def test_copies_of_a_message_have_one_identity(body: str) -> None:
    assert dead_letter(body, "sqs-1").identity == dead_letter(body, "sqs-2").identity
    assert dead_letter(body).identity != dead_letter(encode(order(8))).identity


def test_a_selection_takes_what_answers_to_one_of_its_names() -> None:
    some = Selection(names=frozenset({"source1:7", "other"}))

    assert [some.takes({"source1:7", "x"}), some.takes({"x"}), some.takes(set())] == [True, False, False]
    assert Selection().takes({"x"})
    assert not Selection(names=frozenset()).takes({"x"})


@pytest.mark.parametrize(("per_second", "portion"), [(None, 100), (1000, 100), (25.5, 25), (1, 1), (0.1, 1)])
def test_no_more_dead_letters_are_received_at_once_than_sent_in_a_second(
    per_second: float | None, portion: int
) -> None:
    assert Pace(per_second=per_second).portion == portion


@pytest.mark.parametrize(
    ("per_second", "moved", "elapsed_seconds", "pause_seconds"),
    [(None, 1000, 0.0, 0.0), (10, 20, 1.5, 0.5), (10, 20, 3.0, 0.0), (0.5, 1, 0.0, 2.0)],
)
def test_a_pace_is_kept_by_waiting(
    per_second: float | None, moved: int, elapsed_seconds: float, pause_seconds: float
) -> None:
    assert Pace(per_second=per_second).pause_seconds(moved, elapsed_seconds) == pause_seconds
