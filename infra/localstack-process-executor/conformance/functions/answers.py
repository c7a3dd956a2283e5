"""Values that handlers return."""

import collections
import datetime
import decimal
import enum
import math
from collections.abc import Callable
from typing import Any


class Colour(enum.IntEnum):
    RED = 1


Point = collections.namedtuple("Point", ["x", "y"])


def circular() -> list[object]:
    ring: list[object] = []
    ring.append(ring)
    return ring


VALUES: dict[str, Callable[[], object]] = {
    "none": lambda: None,
    "bytes": lambda: b'{"raw":  true}',
    "bytes within": lambda: {"b": b"abc"},
    "set": lambda: {1},
    "decimal": lambda: decimal.Decimal("1.10"),
    "decimal nan": lambda: decimal.Decimal("NaN"),
    "nan": lambda: math.nan,
    "infinity": lambda: -math.inf,
    "datetime": lambda: datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
    "circular": circular,
    "tuple": lambda: (1, "two", None),
    "named tuple": lambda: Point(1, 2),
    "enum": lambda: Colour.RED,
    "integer keys": lambda: {1: "one", None: "none"},
    "tuple keys": lambda: {(1, 2): 3},
    "object": object,
    "accent": lambda: "olá",
    "emoji": lambda: "😀",
    "surrogate": lambda: "\ud800",
    "big integer": lambda: 2**70,
    "small float": lambda: 0.1 + 0.2,
    "order": lambda: {"z": 1, "a": 2},
    "control characters": lambda: "\0\x1f\u2028</",
    "exception": lambda: ValueError("returned"),
}


def value(event: dict[str, Any], _context: object) -> object:
    return VALUES[event["name"]]()


def long_answer(event: dict[str, Any], _context: object) -> str:
    """A JSON text of this many bytes, its two quotes included."""
    return "x" * (int(event["bytes"]) - 2)


ACTIONS = {
    "return": value,
    "return long": long_answer,
    "echo": lambda event, _context: event["value"],
}
