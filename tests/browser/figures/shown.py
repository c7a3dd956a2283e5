"""What a panel shows, and what it has to show, in a form in which both can be compared."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from esteira.core.clock import utc_now

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Since:
    """Seconds that have passed since then, as they were at some time since `began`: a number, or a text with a unit."""

    at: datetime
    began: datetime = field(compare=False)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Since):
            return self.at == other.at
        least, most = ((end - self.at).total_seconds() for end in (self.began, utc_now()))
        if isinstance(other, int | float):
            return max(least, 0) <= other <= max(most, 0)
        number, _, unit = str(other).partition(" ")
        size = UNITS.get(unit, 0)
        return size > 0 and least - size < float(number) * size <= most + size

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Until:
    """Seconds that are left until then, as they were at some time since `began`."""

    at: datetime
    began: datetime = field(compare=False)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Until):
            return self.at == other.at
        return (
            isinstance(other, float)
            and (self.at - utc_now()).total_seconds() <= other <= (self.at - self.began).total_seconds()
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class OnlyOf:
    """At least one value, and all of them this one: the history of a figure that never changed."""

    value: float

    def __eq__(self, other: object) -> bool:
        if isinstance(other, OnlyOf):
            return self.value == other.value
        return isinstance(other, list) and len(other) > 0 and set(other) == {self.value}

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class SumOf:
    """Values whose sum is this: numbers over equal parts of a time."""

    value: float

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SumOf):
            return self.value == other.value
        return isinstance(other, list) and sum(other) == self.value

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a panel shows: the rows of its tables without links, facts by name, numbers in fields, the ends of
    countdowns in milliseconds, and patterns that its text has.
    """

    rows: Sequence[Mapping[str, Any]] = ()
    facts: Sequence[tuple[str, Any]] = ()
    numbers: Sequence[tuple[str, str]] = ()
    ends: Sequence[int] = ()
    says: Sequence[str] = ()

    def differing(self, panel: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the panel shows otherwise: what it shows, and what it has to show."""
        facts = [(label, moment_or(value)) for label, value in panel["facts"]]
        return {
            **_differing("row", rows_of(panel), [dict(row) for row in self.rows]),
            **_differing("fact", facts, [(label, _as_shown(value)) for label, value in self.facts]),
            **_differing("number", [tuple(each) for each in panel["numbers"]], self.numbers),
            **_differing("end", panel["ends"], self.ends),
            **{f"text, {pattern}": panel["text"] for pattern in self.says if not re.search(pattern, panel["text"])},
        }


def _differing(kind: str, shown: Sequence[Any], expected: Sequence[Any]) -> dict[str, Any]:
    # The expected one first: it knows how a figure that changes with time is compared.
    pairs = enumerate(zip_longest(expected, shown), start=1)
    return {f"{kind} {number}": {"shown": pair[1], "expected": pair[0]} for number, pair in pairs if pair[0] != pair[1]}


def _as_shown(value: Any) -> Any:
    return value if isinstance(value, Since | datetime) else str(value)


def rows_of(panel: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of all tables of a panel, without their keys: a state or a link by its text."""
    return [{name: cell_of(value) for name, value in row.items() if name != "key"} for row in json.loads(panel["rows"])]


def cell_of(value: Any) -> Any:
    """Return what is read in a cell."""
    return moment_or(value["text"] if isinstance(value, dict) else value)


def moment_or(value: Any) -> Any:
    """Return a time for the text of one, and everything else as it is."""
    if isinstance(value, str) and ISO.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC)
    return value
