"""The horizon of a source: who holds it up, and their statements without the values in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_HOLDERS = 20


@dataclass(frozen=True, kw_only=True)
class HorizonHolder:
    """An open transaction, which the producer waits for. A prepared one has no process.

    `application` and `query` are None if the source's user may not see them (it needs `pg_monitor` for other users').
    """

    pid: int | None
    application: str | None
    database: str | None
    since: datetime
    state: str
    """As Postgres says it, such as `active` or `idle in transaction`; `prepared` for a prepared one."""
    query: str | None
    """Its last statement, without literals."""


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """Who holds up the horizon of a source, the longest open first; `more`: there are more than `MOST_HOLDERS`."""

    source: str
    holders: Sequence[HorizonHolder]
    more: bool


_LITERAL = re.compile(
    r"""
    (?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<dollar>\$(?P<tag>[A-Za-z_\u0080-\uffff]*)\$.*?(?:\$(?P=tag)\$|\Z))
    | (?P<escaped>\b[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z))
    | (?P<text>\b(?:[xXbBnN]|[uU]&)?'(?:[^']|'')*(?:'|\Z)|'(?:[^']|'')*(?:'|\Z))
    | (?P<name>"(?:[^"]|"")*(?:"|\Z))
    | (?P<word>[A-Za-z_\u0080-\uffff][\w$]*|\$[0-9]+)
    | (?P<number>\.?[0-9][\w.]*)
    """,
    re.VERBOSE | re.DOTALL,
)
CUT = "…"


def without_literals(query: str) -> str:
    """Return a statement with `?` for each literal, without comments, on one line.

    Where a backslash makes it unclear how far a text reaches, the statement is cut there: what follows could be data.
    """
    shown = list[str]()
    end = 0
    for match in _LITERAL.finditer(query):
        shown.append(query[end : match.start()])
        end = match.end()
        if match["text"] and "\\" in match["text"]:
            shown.append(f"? {CUT}")
            break
        shown.append(_replacement(match))
    else:
        shown.append(query[end:])
    return " ".join("".join(shown).split())


def _replacement(match: re.Match[str]) -> str:
    if match["comment"]:
        return " "
    if match["word"] or match["name"]:
        return match[0]
    return "?"
