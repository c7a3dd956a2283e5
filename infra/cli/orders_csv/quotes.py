"""Finds where a quoted field ends, and quotes that can be read in two ways.

A field is either in quotes, and then each quote in it is doubled, or it has none (RFC 4180).
"""

from enum import Enum
from typing import NamedTuple


class Quotes(Enum):
    """How the quotes of a line stand: all closed, one open at its end, or one that has no place."""

    CLOSED = "closed"
    OPEN = "a quote opens a field and is not closed"
    STRAY = "a quote stands in a field that does not begin with one"
    FOLLOWED = "text follows the quote that closes a field"


class Scan(NamedTuple):
    """How the quotes of a line stand, and the index of the quote that decides."""

    quotes: Quotes
    at: int


def scan(line: str, delimiter: str, *, inside: bool) -> Scan:
    """Look at the quotes of a line without its line break. `inside`: a field in quotes goes on from the line before."""
    found = Scan(Quotes.OPEN, -1) if inside else _unquoted(line, delimiter, 0)
    while found.quotes is Quotes.OPEN:
        end = _closing(line, found.at + 1)
        if end < 0:
            return found
        if line[end + 1 : end + 2] not in {"", delimiter}:
            return Scan(Quotes.FOLLOWED, end)
        found = _unquoted(line, delimiter, end + 2)
    return found


def _closing(line: str, start: int) -> int:
    """The index of the next quote that is not doubled, or -1."""
    end = line.find('"', start)
    while end >= 0 and line.startswith('""', end):
        end = line.find('"', end + 2)
    return end


def _unquoted(line: str, delimiter: str, start: int) -> Scan:
    """Pass over fields without quotes, from the start of one to the next quote."""
    quote = line.find('"', start)
    if quote < 0:
        return Scan(Quotes.CLOSED, len(line))
    begins = quote == start or line[quote - 1] == delimiter
    return Scan(Quotes.OPEN if begins else Quotes.STRAY, quote)
