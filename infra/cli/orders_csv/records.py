"""Groups lines into records. A record is one line, or with `multiline` all lines of a field in quotes."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from esteira.producer.load_orders import BadLine

from infra.cli.orders_csv.lines import MAX_CHARACTERS, Line
from infra.cli.orders_csv.quotes import Quotes, Scan, scan

_IN_TEXT = 'belongs to the text (put the field in quotes and double each quote in it: "Box 24"" wide")'
_TWO_WAYS = {
    Quotes.OPEN: f"either the record goes on in the next line (--multiline), or the quote {_IN_TEXT}",
    Quotes.STRAY: f"either it closes a field of an earlier line (--multiline), or it {_IN_TEXT}",
    Quotes.FOLLOWED: f"either a separator is missing after the quote, or it {_IN_TEXT}",
}
_TOO_LONG = f"has {MAX_CHARACTERS:,} characters or more"


class Record(NamedTuple):
    """A record: the number of its first line, how many lines it has, and its text without the last line break."""

    number: int
    lines: int
    text: str


def fields_of(text: str, delimiter: str) -> list[str]:
    """Return the fields of a record."""
    return next(csv.reader([text], delimiter=delimiter, strict=True)) if '"' in text else text.split(delimiter)


class RecordReader:
    """Iterates over the records of some lines, and the lines that belong to none. Blank lines are passed over."""

    def __init__(self, lines: Iterable[Line], *, delimiter: str, multiline: bool) -> None:
        csv.field_size_limit(MAX_CHARACTERS)
        self._lines = iter(lines)
        self._again: deque[Line] = deque()
        self._delimiter = delimiter
        self._multiline = multiline
        self.line = ""
        """The text of the line that was read last; empty if it is too long."""

    def __iter__(self) -> Iterator[Record | BadLine]:
        while (line := self._next_line()) is not None:
            number, text = line
            self.line = text or ""
            if text is None:
                yield BadLine(number=number, reason=_TOO_LONG)
            elif '"' in text:
                yield self._quoted(number, text)
            elif text and not text.isspace():
                yield Record(number, 1, text.rstrip("\r\n"))

    def _next_line(self) -> Line | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _quoted(self, number: int, text: str) -> Record | BadLine:
        body = text.rstrip("\r\n")
        found = scan(body, self._delimiter, inside=False)
        if found.quotes is Quotes.CLOSED:
            return Record(number, 1, body)
        if found.quotes is Quotes.OPEN and self._multiline:
            return self._spanning(Line(number, text), found)
        return BadLine(number=number, reason=f"{_fault(found)}: {_TWO_WAYS[found.quotes]}")

    def _spanning(self, first: Line, opened: Scan) -> Record | BadLine:
        """Return the record of several lines that begins here. If it has no sound end, only its first line is bad."""
        taken = [first]
        if fault := self._take_until_closed(taken):
            self._again.extendleft(reversed(taken[1:]))
            return BadLine(number=first.number, reason=f"{_fault(opened)} {fault}")
        text = "".join(line.text or "" for line in taken)
        return Record(first.number, len(taken), text.rstrip("\r\n"))

    def _take_until_closed(self, taken: list[Line]) -> str:
        """Append the lines up to the one that closes the quote. Returns why it is not closed, or an empty text."""
        size = len(taken[0].text or "")
        while (line := self._next_line()) is not None:
            taken.append(line)
            size += len(line.text or "")
            if line.text is None or size >= MAX_CHARACTERS:
                return f"within {MAX_CHARACTERS:,} characters"
            found = scan(line.text.rstrip("\r\n"), self._delimiter, inside=True)
            if found.quotes is not Quotes.OPEN:
                return "" if found.quotes is Quotes.CLOSED else f"soundly (line {line.number}: {_fault(found)})"
        return "before the end of the file"


def _fault(found: Scan) -> str:
    return f"character {found.at + 1}: {found.quotes.value}"
