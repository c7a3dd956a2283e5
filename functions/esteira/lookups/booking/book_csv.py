"""Books the look-ups of a CSV file: all of them, or none if a line is not valid."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from pydantic import ValidationError

from esteira.core.decoding import faults_in
from esteira.core.errors import BadLines, BadRequest, Unprocessable
from esteira.lookups.booking.book_lookup import BookDeps, BookLookup, lookup_of
from esteira.lookups.lookup import Lookup

T = TypeVar("T")

MAX_NAMED = 20
"""Lines that are named; further ones are counted."""

COLUMNS = ("cnpj", "when", "cron", "priority", "notify", "misfire", "grace_seconds", "time_zone")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, kw_only=True)
class Booked:
    """How many look-ups were booked."""

    booked: int


class _BadLine(ValueError):
    """The line cannot be read; the message says why."""


def book_csv(deps: BookDeps, owner_id: str, body: bytes) -> Booked:
    """Book one look-up a line. What is due at once is handed over by the schedule, within a minute or two.

    Raises as `use_csv` does, and `TargetUnavailable`.
    """
    numbers = count()

    def add(lookups: Iterator[Lookup]) -> None:
        deps.ring.store.add(lookup for lookup, _ in zip(lookups, numbers, strict=False))

    use_csv(body, owner_id, deps.ring.clock(), add)
    return Booked(booked=next(numbers))


def use_csv(body: bytes, owner_id: str, now: datetime, use: Callable[[Iterator[Lookup]], T]) -> T:
    """Return what `use` makes of the look-ups, one a line. Memory holds the text and one line of it.

    Raises `BadRequest` for what is no such file, and `BadLines` for lines that are not valid, of which `use` has got
    those before the first.
    """
    text = _text(body)
    if next(_lines(text), None) is None:
        raise BadRequest("(the file has no line after its header)")
    try:
        return use(_lookup(fields, owner_id, now) for _, fields in _lines(text))
    except _BadLine:
        raise _all_faults(text, owner_id, now) from None


def _all_faults(text: str, owner_id: str, now: datetime) -> BadLines:
    faults: dict[int, str] = {}
    more = 0
    for line, fields in _lines(text):
        try:
            _lookup(fields, owner_id, now)
        except _BadLine as error:
            if len(faults) < MAX_NAMED:
                faults[line] = str(error)
            else:
                more += 1
    return BadLines(faults, more=more)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise BadRequest(f"(line {line} holds bytes that are not UTF-8)") from None


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, str] | _BadLine]]:
    """Yield the fields of each line after the header, by column, or why it has none. Blank lines are passed over."""
    numbered = enumerate((line.rstrip("\r\n") for line in io.StringIO(text, newline="")), 1)
    columns, delimiter = _header(next(numbered, (1, ""))[1])
    for number, line in numbered:
        if line.strip():
            yield number, _fields(line, columns, delimiter)


def _header(line: str) -> tuple[list[str], str]:
    delimiter = ";" if ";" in line else ","
    names = [name.strip().lower() for name in line.split(delimiter)]
    known = set(names) <= set(COLUMNS) and len(set(names)) == len(names)
    if not known or "cnpj" not in names:
        expected = f"line 1 must name columns once each: cnpj and, as needed, {', '.join(COLUMNS[1:])}"
        raise BadRequest(f"({expected}; separated by , or ;)")
    return names, delimiter


def _fields(line: str, columns: list[str], delimiter: str) -> Mapping[str, str] | _BadLine:
    try:
        values = next(csv.reader([line], delimiter=delimiter, strict=True)) if '"' in line else line.split(delimiter)
    except csv.Error:
        return _BadLine("has a quote that is not closed, or text after one that is")
    if any('"' in value for value in values):
        return _BadLine("has a quote inside a value")
    if len(values) != len(columns):
        return _BadLine(f"has {len(values)} fields where the header has {len(columns)}")
    return dict(zip(columns, values, strict=True))


def _lookup(fields: Mapping[str, str] | _BadLine, owner_id: str, now: datetime) -> Lookup:
    if isinstance(fields, _BadLine):
        raise fields
    try:
        return lookup_of(BookLookup.model_validate(_command(fields), strict=True), owner_id, now)
    except ValidationError as error:
        raise _BadLine(faults_in(error)) from None
    except Unprocessable as error:
        raise _BadLine(error.detail.strip("()")) from None


def _command(fields: Mapping[str, str]) -> dict[str, Any]:
    """An empty field is the default."""
    given: dict[str, Any] = {name: value for name, value in fields.items() if value or name == "cnpj"}
    if "cron" in given:
        given["repeat"] = {"every": "cron", "cron": given.pop("cron")}
    if "notify" in given:
        given["notify"] = _BOOLEANS.get(given["notify"], given["notify"])
    return given
