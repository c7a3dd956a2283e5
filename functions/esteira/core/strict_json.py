"""The only way in for JSON that others wrote: every text has one meaning, and no number is changed.

Python's own parser takes the last of two equal keys, reads NaN, and makes floats. JSON that this product stored itself
is read where it is stored.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

MAX_DEPTH = 32
"""Levels of objects and arrays. The deepest document of any door has five."""

MAX_NUMBER_CHARACTERS = 1000
"""Of one number; a longer one is sent as text. Python needs quadratic time to read long integers."""

MAX_SHOWN = 60
"""Characters of a key that are shown in an error."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class MalformedJson(ValueError):
    """The text is not JSON with one meaning. The message names the place: `amount: is given twice`."""

    def __init__(self, fault: str, *, key: str = "") -> None:
        super().__init__(f"{key or 'body'}: {fault}")
        self.sentence = f"{key} {fault}".strip()


def json_value(body: bytes | str) -> Any:
    """Return the value of a JSON text, with numbers as `int` or, exactly, as `Decimal`. Raises `MalformedJson`."""
    text = _text(body)
    try:
        value = _decoded(text)
    except json.JSONDecodeError as error:
        raise MalformedJson(f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise MalformedJson(_TOO_DEEP) from None
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _check_depth(value)
    if "\\u" in text and _SURROGATE.search(text):
        _check_unicode(value)
    return value


def shown(key: object) -> str:
    """Return a key as an error shows it: on one line, without control characters, and cut."""
    text = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in str(key)[:MAX_SHOWN])
    return text or '""'


def _decoded(text: str) -> Any:
    """Decode, for most messages without a call for each number, and without looking for white space around the text."""
    if len(text) <= MAX_NUMBER_CHARACTERS and text[0] == "{":
        value, end = _OF_SHORT_TEXTS.raw_decode(text)
        if end == len(text):
            return value
    return _DECODER.decode(text)


_TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep"


def _text(body: bytes | str) -> str:
    try:
        text = body.decode() if isinstance(body, bytes) else body
        text.encode()
    except UnicodeError:
        raise MalformedJson("is not UTF-8") from None
    if text.startswith("\ufeff"):
        raise MalformedJson("starts with a byte-order mark; send UTF-8 without one")
    if not text.strip(" \t\r\n"):
        raise MalformedJson("is empty; JSON is expected")
    return text


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        # Counted once for all: a body of a megabyte holds a hundred thousand names.
        counts = Counter(name for name, _ in pairs)
        raise MalformedJson("is given twice", key=shown(next(name for name in counts if counts[name] > 1)))
    return fields


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_NUMBER_CHARACTERS:
        _refuse_long(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise MalformedJson("holds a number with too large an exponent") from None


def _integer(text: str) -> int:
    return int(text) if len(text) <= MAX_NUMBER_CHARACTERS else _refuse_long(text)


def _refuse_long(number: str) -> NoReturn:
    raise MalformedJson(f"holds a number of {len(number)} characters; at most {MAX_NUMBER_CHARACTERS} are read")


def _refuse_constant(name: str) -> None:
    raise MalformedJson(f"holds {name}, which is not JSON")


_HOOKS: dict[str, Any] = {
    "object_pairs_hook": _object,
    "parse_float": _decimal,
    "parse_constant": _refuse_constant,
}
_DECODER = json.JSONDecoder(**_HOOKS, parse_int=_integer)
_OF_SHORT_TEXTS = json.JSONDecoder(**_HOOKS)
"""For texts that are too short for a number of too many characters."""


def _check_depth(value: Any) -> None:
    """Check it level by level: whatever walks through the value afterwards may be recursive."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for each in level for child in _children(each) if isinstance(child, dict | list)]
        if not level:
            return
    raise MalformedJson(_TOO_DEEP)


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_unicode(value: Any) -> None:
    r"""Check that no escape sequence such as `\ud800` made half a character: no database and no log can store it."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeError:
        raise MalformedJson("holds half a character (an unpaired surrogate)") from None
