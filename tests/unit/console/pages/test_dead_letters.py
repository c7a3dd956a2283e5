"""The pages of dead letters: bodies as they are shown, rates as they are typed, and what leads to a story."""

import pytest

from console.pages.dead_letters.editing import readable
from console.pages.dead_letters.letter import reference_of
from console.pages.dead_letters.sending import is_rate
from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import order


def test_a_body_is_shown_with_a_line_for_each_field() -> None:
    assert readable('{"source":"s","id":9007199254740993}') == '{\n  "source": "s",\n  "id": 9007199254740993\n}'


@pytest.mark.parametrize(
    "body", ["no JSON", '{"price": 1e999}', '{"price": 0.10000000000000000001}', '{"a": 1, "a": 2}']
)
def test_a_body_whose_meaning_another_spelling_would_change_is_shown_as_it_is(body: str) -> None:
    assert readable(body) == body


@pytest.mark.parametrize("typed", ["", "20", "0.5", "0,5", " 7 ", "10000"])
def test_a_rate_is_empty_or_a_number_as_either_language_writes_it(typed: str) -> None:
    assert is_rate(typed)


@pytest.mark.parametrize("typed", ["0", "-1", "10001", "fast", "1e3", "nan", "1.2.3", ".", "²"])
def test_nothing_else_is_a_rate(typed: str) -> None:
    assert not is_rate(typed)


@pytest.mark.parametrize(
    ("body", "reference"),
    [
        ('{"source": "s", "source_id": 7, "payload": {"price": "ten"}}', "s:7"),
        ('{"message_id": "m"}', "m"),
        ("no JSON", None),
    ],
)
def test_a_broken_body_still_leads_to_the_story_of_its_order(body: str, reference: str | None) -> None:
    assert reference_of(filed(body)) == reference


def test_a_message_leads_to_the_story_of_its_order() -> None:
    assert reference_of(filed(order(7))) == "source1:7"
