"""JSON that others wrote has one meaning, or is refused with a sentence; numbers are exact."""

import json
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from esteira.callbacks.callback import Notification
from esteira.core.decoding import MAX_FAULTS, InvalidFields, validated
from esteira.core.strict_json import MAX_DEPTH, MAX_NUMBER_CHARACTERS, MalformedJson, json_value
from pydantic import BaseModel

from tests.fixtures.messages import NOTIFICATION


class Sum(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A model with a float, where a float is wanted."""

    share: float = 0


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12345678901234567.89", Decimal("12345678901234567.89")),
        ("9007199254740993.0", Decimal("9007199254740993.0")),
        ("12345678901234567890.123456789012345678", Decimal("12345678901234567890.123456789012345678")),
        ("0.1", Decimal("0.1")),
        ("1e2", Decimal("100")),
        ("-1.5E-7", Decimal("-0.00000015")),
        ("1970670598291982290", 1970670598291982290),
        ('{"a": [true, null, "x"]}', {"a": [True, None, "x"]}),
        (' "\\ud83d\\ude00" ', "\U0001f600"),
        (nested(MAX_DEPTH), None),
    ],
)
def test_json_is_read_without_changing_a_number(text: str, value: Any) -> None:
    found = json_value(text)

    assert value is None or (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "body: is empty"),
        (b" \r\n", "body: is empty"),
        ('{"amount": 1, "amount": 2}', "amount: is given twice"),
        ('{"a": [{"b": {"amount": 1, "x": 2, "amount": 1}}]}', "amount: is given twice"),
        ('{"a\\u0000b": 1, "a\\u0000b": 2}', "a\\u0000b: is given twice"),
        ("NaN", "holds NaN, which is not JSON"),
        ('{"a": -Infinity}', "holds -Infinity, which is not JSON"),
        ("1_000", "is not JSON"),
        ("\uff11\uff12", "is not JSON"),
        ("01", "is not JSON"),
        ("+1", "is not JSON"),
        ("0x10", "is not JSON"),
        ("{'a': 1}", "is not JSON"),
        ('{"a": 1,}', "is not JSON"),
        ('{"a": 1} // later', "is not JSON: Extra data"),
        ('{"a": 1}{"a": 1}', "is not JSON: Extra data"),
        ('"a\tb"', "is not JSON"),
        ("{}\x00", "is not JSON"),
        ("\ufeff{}", "byte-order mark"),
        ("{}".encode("utf-16"), "is not UTF-8"),
        (b'{"a": "\xe9"}', "is not UTF-8"),
        (b'"\xed\xa0\x80"', "is not UTF-8"),
        ('"\ud800"', "is not UTF-8"),
        ('{"a": "\\ud800"}', "half a character"),
        ('{"\\uDFFF": 1.5}', "half a character"),
        ("1" * 4301, f"at most {MAX_NUMBER_CHARACTERS}"),
        (f"0.{'1' * 4301}", f"at most {MAX_NUMBER_CHARACTERS}"),
        ("1e9999999999999999999999", "too large an exponent"),
        ("[" * 100_000, "levels deep"),
        ('{"a":' * 50_000, "levels deep"),
        (nested(MAX_DEPTH + 1), "levels deep"),
        (nested(900), "levels deep"),
    ],
    ids=range(32),
)
def test_json_with_no_or_two_meanings_is_refused(body: bytes | str, said: str) -> None:
    with pytest.raises(MalformedJson) as refusal:
        json_value(body)

    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 200


def test_a_float_is_still_made_where_a_model_wants_one() -> None:
    assert validated('{"share": 0.25}', Sum) == Sum(share=0.25)


def test_names_of_unknown_fields_are_cut_and_escaped_and_not_all_of_them_listed() -> None:
    keys = ["a.b", "", "\\u0000", "x" * 5000, *(f"k{number}" for number in range(1000))]

    with pytest.raises(InvalidFields) as refusal:
        validated("{" + ", ".join(f'"{key}": 1' for key in keys) + "}", Sum)

    said = str(refusal.value)
    assert said.startswith('a.b: Extra inputs are not permitted; "": Extra inputs are not permitted; \\u0000: Extra')
    assert said.endswith(f"and {len(keys) - MAX_FAULTS} more")
    assert len(said) < 2000


def test_a_repeated_key_among_a_hundred_thousand_is_found_in_linear_time() -> None:
    keys = [*map(str, range(100_000)), "99999"]
    before = process_time()

    with pytest.raises(MalformedJson, match="99999: is given twice"):
        json_value("{" + ",".join(f'"{key}":1' for key in keys) + "}")

    assert process_time() - before < 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": "Source 1"}, "source: is not a name: lower-case letters, digits, _ and -, a letter first"),
        ({"event_id": "a\n"}, "event_id: is empty or holds control characters, such as a line break"),
    ],
)
def test_a_text_that_does_not_match_is_refused_in_words_and_not_with_a_pattern(
    change: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidFields) as refusal:
        validated(json.dumps({**NOTIFICATION, **change}), Notification)

    assert str(refusal.value).startswith(said)
    assert "^" not in str(refusal.value)
