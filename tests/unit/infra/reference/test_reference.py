"""The reference says in words what the code says in types."""

import pytest
from esteira.core.settings import BandSettings
from pydantic import TypeAdapter

from infra.reference.markdown import kind, table
from infra.reference.settings_page import meaning, readers


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 65535}, "whole number, at least 1, at most 65,535"),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 1}, "list of `a`, `b`, at least 1 of them"),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, "time or null"),
        ({"type": "object", "additionalProperties": {"$ref": "#/$defs/Lane"}}, "object: name → <Lane>"),
        (TypeAdapter(BandSettings).json_schema()["properties"]["slow_from"], "whole number, at least 1"),
    ],
)
def test_a_type_is_told_in_words(schema: dict[str, object], words: str) -> None:
    assert kind(schema, lambda name: f"<{name}>") == words


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(("a",), [("x | y",)]).splitlines()[-1] == "| x \\| y |"


def test_a_setting_means_what_its_parameter_says() -> None:
    assert meaning("retry_delay_seconds") == "How long a failed message stays hidden before its next attempt."
    assert readers("retry_delay_seconds") == ["consumers", "bridge"]


def test_a_setting_without_a_meaning_is_refused() -> None:
    with pytest.raises(LookupError, match="no meaning of ESTEIRA_SECRET_OF_LIFE"):
        meaning("secret_of_life")
