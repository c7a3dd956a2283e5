"""Identifiers are exact for every reader of JSON, and text or numbers where they come in."""

import json
from decimal import Decimal
from typing import Any

import pytest
from esteira.core.decoding import as_json
from esteira.core.identifiers import MAX_EXACT, exact
from esteira.core.numbers import Whole
from esteira.core.orders import MAX_SOURCE_ID, Order
from esteira.producer.cursor import Position
from esteira.producer.list_orders import ListedOrders
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tests.fixtures.clock import READ_AT

LARGE = 1970670598291982290

scalars = st.none() | st.booleans() | st.text() | st.integers(-(2**70), 2**70) | st.decimals(allow_nan=False)
json_values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def whole_numbers(value: Any) -> list[int]:
    """All whole numbers in a JSON value."""
    if isinstance(value, dict | list):
        return [
            number for each in (value.values() if isinstance(value, dict) else value) for number in whole_numbers(each)
        ]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []


@given(json_values)
def test_no_number_that_leaves_is_rounded_by_a_reader_with_doubles(value: Any) -> None:
    text = json.dumps(exact(value))

    assert json.loads(text, parse_int=float) == json.loads(text)
    assert all(abs(number) <= MAX_EXACT for number in whole_numbers(json.loads(text)))


@pytest.mark.parametrize("number", [1, LARGE, MAX_SOURCE_ID, -5])
def test_ids_and_positions_are_text_whatever_their_size(number: int) -> None:
    order = Order(id=number, product="x", price=Decimal("1.50"), security_check=True, created_at=READ_AT)

    listed = as_json(ListedOrders(orders=[order], next=number))

    assert (listed["orders"][0]["id"], listed["orders"][0]["price"], listed["next"]) == (
        str(number),
        "1.50",
        str(number),
    )
    assert as_json([Position(x=number, id=number)]) == [{"x": str(number), "id": str(number)}]


@pytest.mark.parametrize("given_id", [LARGE, str(LARGE), 0, "0", -5, "-5"])
def test_an_id_is_taken_as_text_and_as_a_number(given_id: object) -> None:
    assert TypeAdapter(Whole).validate_json(json.dumps(given_id)) == int(str(given_id))


@pytest.mark.parametrize(
    "text", ["1_000", "１２", "+1", " 1", "01", "-0", "1.0", "1e3", "", "x", True, 1.0, 1e300, None]
)
def test_what_is_not_the_one_spelling_of_an_id_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Whole).validate_python(text)
