"""A story saved as a file and opened again."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from esteira.core.errors import BadRequest, EsteiraError, TooLarge, Unprocessable
from esteira.orders.story_file import MOST_BYTES, file_name, file_text, opened

from tests.fixtures.found_orders import BEYOND_JSON, whole_story


def test_a_file_opens_as_the_story_that_was_saved() -> None:
    story = whole_story()

    assert opened(file_text(story).encode()) == story


def test_a_price_that_is_no_number_survives() -> None:
    row = whole_story().source_row
    assert row is not None
    story = replace(whole_story(), source_row=replace(row, price=Decimal("NaN")))

    again = opened(file_text(story).encode()).source_row

    assert again is not None
    assert str(again.price) == "NaN"


def test_ids_are_text_so_that_no_reader_rounds_them() -> None:
    story = json.loads(file_text(whole_story()), parse_int=float)["story"]

    assert (story["id"], story["redrives"][0]["id"]) == (str(BEYOND_JSON), str(BEYOND_JSON))


def test_the_file_is_named_after_the_order_and_the_time() -> None:
    assert file_name(whole_story()) == f"order-source1-{BEYOND_JSON}-20260701T130000Z.json"


def test_a_story_says_whether_source_and_target_hold_the_same_order() -> None:
    story = whole_story()

    assert story.agrees is True
    assert replace(story, target_row=None).agrees is None


@pytest.mark.parametrize(
    ("contents", "error"),
    [
        (b"", BadRequest),
        (b"{", BadRequest),
        (b'{"format": "esteira-story", "format": "esteira-story"}', BadRequest),
        (b"[]", Unprocessable),
        (b'{"orders": []}', Unprocessable),
        (b'{"format": "esteira-story", "version": 2, "story": {}}', Unprocessable),
        (b'{"format": "esteira-story", "version": 1, "story": {"source": "source1"}}', Unprocessable),
        (b" " * (MOST_BYTES + 1), TooLarge),
    ],
    ids=["empty", "cut off", "ambiguous", "a list", "another file", "a later version", "incomplete", "too large"],
)
def test_what_is_no_story_is_refused_with_a_reason(contents: bytes, error: type[EsteiraError]) -> None:
    with pytest.raises(error, match=r"\(.+\)"):
        opened(contents)
