"""Identifiers in JSON. Most readers of JSON round whole numbers beyond 2^53, so identifiers leave as text.

Text also for small ones, so that a reader meets one type. Where JSON comes in, text and numbers are accepted. Messages
between parts of Esteira keep numbers, since Python reads them exactly.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

MAX_EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON keeps: JavaScript and jq store numbers as doubles."""

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,18}")


def id_text(identifier: int) -> str:
    """Return an identifier as JSON that leaves Esteira shows it."""
    return str(identifier)


def whole_number(text: str) -> int | None:
    """Return the number in its only spelling (ASCII digits, no leading zeros, no plus sign), or None."""
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def _read(value: object) -> object:
    number = whole_number(value) if isinstance(value, str) else None
    return value if number is None else number


Id = Annotated[int, PlainSerializer(id_text, return_type=str, when_used="json")]
"""An identifier or a position of ours: a number in Python, text where `as_json` makes JSON of it."""

GivenId = Annotated[int, Field(strict=True), BeforeValidator(_read)]
"""An identifier that somebody gives us: text or a number; of text only the one spelling that we write ourselves."""


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
