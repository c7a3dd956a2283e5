"""Broken JSON is described in the words of AWS's parser."""

import json

import pytest
from localstack_process_executor.json_fault import HIDDEN_SOURCE, json_fault_of

TOKENS = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'"


def at(line: int, column: int) -> str:
    return f"{HIDDEN_SOURCE}; line: {line}, column: {column}]"


@pytest.mark.parametrize(
    ("text", "sentence", "line", "column"),
    [
        ('{"a": 1', f"Unexpected end-of-input: expected close marker for Object (start marker at {at(1, 1)})", 1, 8),
        ("[[1]", f"Unexpected end-of-input: expected close marker for Array (start marker at {at(1, 1)})", 1, 5),
        ('{"a":', "Unexpected end-of-input within/between Object entries", 1, 6),
        ("[1,", "Unexpected end-of-input within/between Array entries", 1, 4),
        ('["olá', "Unexpected end-of-input: was expecting closing quote for a string value", 1, 7),
        ("{not json", "Unexpected character ('n' (code 110)): was expecting double-quote to start field name", 1, 2),
        (
            '{"foo" 1}',
            "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
            1,
            8,
        ),
        (
            '{\n"a": 1\n"b": 2}',
            "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
            3,
            1,
        ),
        ("[{]}", f"Unexpected close marker ']': expected '}}' (for Object starting at {at(1, 2)})", 1, 3),
        ("[1,]", "Unexpected character (']' (code 93)): expected a value", 1, 4),
        ("['a']", f"Unexpected character (''' (code 39)): expected a valid value ({TOKENS})", 1, 2),
        ("[nul]", f"Unrecognized token 'nul': was expecting ({TOKENS})", 1, 6),
        ("nothing", f"Unrecognized token 'nothing': was expecting ({TOKENS})", 1, 8),
        ("[NaN]", "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", 1, 5),
    ],
)
def test_the_first_fault_is_named_with_its_place(text: str, sentence: str, line: int, column: int) -> None:
    assert json_fault_of(text) == f"{sentence}\n at {at(line, column)}"


def test_a_fault_that_is_not_known_is_said_to_be_one() -> None:
    assert json_fault_of('["\\x"]') == f"Invalid JSON string\n at {at(1, 2)}"
    assert json_fault_of("{} {}").startswith("Invalid JSON\n at ")
    assert json_fault_of("[" * 5000).startswith("Invalid JSON\n at ")


@pytest.mark.parametrize("value", [{"a": [1, -2.5e9, "\u00e1\n", None, True], "b": {}}, [], "text", [[{"a": [{}]}]]])
def test_no_fault_is_seen_in_good_json(value: object) -> None:
    assert json_fault_of(json.dumps(value)).startswith("Invalid JSON\n at ")
