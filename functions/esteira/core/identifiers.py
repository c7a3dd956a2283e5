"""Identifiers in JSON. Most readers of JSON round whole numbers beyond 2^53, so identifiers leave as text.

Text also for small ones, so that a reader meets one type. Where JSON comes in, text and numbers
are accepted (`esteira.core.numbers.Whole`). Messages
between parts of Esteira keep numbers, since Python reads them exactly.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer

MAX_EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON keeps: JavaScript and jq store numbers as doubles."""


def id_text(identifier: int) -> str:
    """Return an identifier as JSON that leaves Esteira shows it."""
    return str(identifier)


Id = Annotated[int, PlainSerializer(id_text, return_type=str, when_used="json")]
"""An identifier or a position of ours: a number in Python, text where `as_json` makes JSON of it."""


def exact(value: Any) -> Any:
    """Return JSON values in which no reader rounds a number: decimals and whole numbers beyond 2^53 become text.

    The doors apply it to everything that leaves, whatever its fields are.
    """
    match value:
        case Mapping():
            return {name: exact(each) for name, each in value.items()}
        case list() | tuple():
            return [exact(each) for each in value]
        case Decimal():
            return format(value, "f")
        case int() if abs(value) > MAX_EXACT:
            return id_text(value)
        case _:
            return value
