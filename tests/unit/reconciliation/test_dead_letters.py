"""Dead letters: their keys, their selection, and the rate of a redrive."""

import pytest
from esteira.core.messages import encode
from esteira.core.orders import OrderKey
from esteira.reconciliation.dead_letters import DeadLetter, Pace, Selection, parse_dead_letter

from tests.fixtures.messages import order, payment, received_message


def dead_letter(body: str, sqs_message_id: str = "sqs-1") -> DeadLetter:
    return parse_dead_letter(received_message(body, sqs_message_id=sqs_message_id), "orders")


def test_an_order_is_selected_by_message_id_key_or_sqs_id() -> None:
    found = dead_letter(encode(order(7)))

    assert found.order_key == found.key == OrderKey("source1", 7)
    assert found.identifiers == {str(order(7).message_id), "source1:7", "sqs-1", "sqs:sqs-1"}


@pytest.mark.parametrize("body", ["no order at all", "{}", "\x00", encode(payment())])
def test_an_unparseable_letter_is_selected_by_its_sqs_id_only(body: str) -> None:
    found = dead_letter(body)

    assert (found.message, found.key, found.identifiers) == (None, None, frozenset({"sqs-1", "sqs:sqs-1"}))


def test_a_callback_is_selected_by_message_id_key_or_sqs_id() -> None:
    found = parse_dead_letter(received_message(encode(payment()), sqs_message_id="sqs-1"), "payments")

    assert (found.order_key, found.identifiers) == (
        None,
        frozenset({str(payment().message_id), "pix:e1", "sqs-1", "sqs:sqs-1"}),
    )


@pytest.mark.parametrize("body", [encode(order(7)), "no order at all"])
def test_copies_of_a_message_have_the_same_identity(body: str) -> None:
    assert dead_letter(body, "sqs-1").identity == dead_letter(body, "sqs-2").identity
    assert dead_letter(body).identity != dead_letter(encode(order(8))).identity


def test_a_selection_matches_any_of_its_identifiers() -> None:
    some = Selection(identifiers=frozenset({"source1:7", "other"}))

    assert [some.matches({"source1:7", "x"}), some.matches({"x"}), some.matches(set())] == [True, False, False]
    assert Selection().matches({"x"})
    assert not Selection(identifiers=frozenset()).matches({"x"})


@pytest.mark.parametrize(("per_second", "batch_size"), [(None, 100), (1000, 100), (25.5, 25), (1, 1), (0.1, 1)])
def test_a_batch_has_at_most_the_letters_of_one_second(per_second: float | None, batch_size: int) -> None:
    assert Pace(per_second=per_second).batch_size == batch_size


@pytest.mark.parametrize(
    ("per_second", "moved", "elapsed_seconds", "pause_seconds"),
    [(None, 1000, 0.0, 0.0), (10, 20, 1.5, 0.5), (10, 20, 3.0, 0.0), (0.5, 1, 0.0, 2.0)],
)
def test_the_pause_keeps_the_rate(
    per_second: float | None, moved: int, elapsed_seconds: float, pause_seconds: float
) -> None:
    assert Pace(per_second=per_second).pause_seconds(moved, elapsed_seconds) == pause_seconds
