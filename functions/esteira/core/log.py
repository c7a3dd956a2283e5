"""The logger: one JSON line per event, with a constant message and fields. Ids are text, as in all JSON that leaves.

The fields have the same names in producer, consumer and bridge: `action`, `lane`, `source`, `source_id`, `message_id`,
`attempt`, `count`, `duration_seconds`, `error`. Whatever a field holds, an event is one line, of 8 KiB at most.
"""

import json
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger

from esteira.core.identifiers import exact

MAX_LINE_BYTES = 8192
TEXT_LIMITS = (1024, 256, 64)
"""To how many characters texts are cut if a line is too long, until it fits."""
ALWAYS = ("level", "location", "message", "timestamp", "service", "action")
"""What is left of an event with so many fields that cutting their texts does not help."""

_as_text = partial(json.dumps, default=str, separators=(",", ":"), ensure_ascii=False)

_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000))}
"""What JSON lets pass, but ends a line for some readers, steers a terminal, or is no UTF-8."""


def _line(fields: dict[str, Any]) -> str:
    plain = exact(fields)
    line = _encoded(plain)
    return line if _fits(line) else _shortened(plain)


def _encoded(fields: Mapping[str, Any]) -> str:
    line = _as_text(fields)
    return line if line.isascii() and "\x7f" not in line else line.translate(_ESCAPED)


def _fits(line: str) -> bool:
    return len(line.encode()) <= MAX_LINE_BYTES


def _shortened(fields: dict[str, Any]) -> str:
    for most in TEXT_LIMITS:
        line = _encoded({**_cut(fields, most), "cut": True})
        if _fits(line):
            return line
    return _encoded({**_cut({name: fields[name] for name in ALWAYS if name in fields}, TEXT_LIMITS[-1]), "cut": True})


def _cut(value: Any, most: int) -> Any:
    match value:
        case str() if len(value) > most:
            # Both ends: a traceback has its error in the last line.
            return f"{value[: most // 2]}…{value[-most // 2 :]}"
        case dict():
            return {_cut(name, most): _cut(each, most) for name, each in value.items()}
        case list() | tuple():
            return [_cut(each, most) for each in value]
        case str() | int() | float() | None:
            return value
        case _:
            return _cut(str(value), most)


# stderr, so that stdout stays free for the output of a program that imports the core. Lambda logs both.
logger = Logger(service="esteira", utc=True, stream=sys.stderr, json_serializer=_line)
