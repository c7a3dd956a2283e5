"""Loads a user's orders into a source: all valid lines, or with `strict` nothing if any line is invalid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from esteira.core.errors import BadRequest
from esteira.core.orders import OrderPayload
from esteira.producer.ports import OrderTable

MAX_REPORTED = 1000
"""Bad records that are kept with their reason. Further ones are only counted, which bounds the memory."""


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that is not a valid order: its number in the file, counted from 1, and the reason.

    A record of several lines has the number of the first one; `lines` is how many they are.
    """

    number: int
    reason: str
    lines: int = 1

    @property
    def place(self) -> str:
        """Where it is in the file: `line 3`, or `lines 3 to 5`."""
        last = self.number + self.lines - 1
        return f"line {self.number}" if self.lines == 1 else f"lines {self.number} to {last}"


@dataclass(kw_only=True)
class BadLines:
    """The bad lines of one load: all counted, in lines of the file; the first `MAX_REPORTED` records kept."""

    count: int = 0
    reported: list[BadLine] = field(default_factory=list)

    def add(self, line: BadLine) -> None:
        """Count its lines, and keep it if it is one of the first `MAX_REPORTED`."""
        self.count += line.lines
        if len(self.reported) < MAX_REPORTED:
            self.reported.append(line)


class NotLoaded(BadRequest):
    """Nothing was loaded, since not every line is a valid order."""

    def __init__(self, bad: BadLines) -> None:
        super().__init__(f"(Bad lines: {bad.count:,}.)")
        self.bad = bad


@dataclass(frozen=True, kw_only=True)
class LoadedOrders:
    """The number of orders loaded, and the lines that were skipped."""

    count: int
    bad: BadLines


def load_orders(table: OrderTable, lines: Iterable[OrderPayload | BadLine], *, strict: bool) -> LoadedOrders:
    """Stream the orders into the source in one transaction. Raises `NotLoaded` if `strict` is set and a line is bad."""
    bad = BadLines()
    count = table.load(_valid_orders(lines, bad, strict=strict))
    return LoadedOrders(count=count, bad=bad)


def _valid_orders(lines: Iterable[OrderPayload | BadLine], bad: BadLines, *, strict: bool) -> Iterator[OrderPayload]:
    for line in lines:
        if isinstance(line, BadLine):
            bad.add(line)
        elif not (strict and bad.count):
            yield line
    if strict and bad.count:
        raise NotLoaded(bad)
