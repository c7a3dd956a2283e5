"""Loads a user's own orders into a source: the good ones, or with `strict` none unless all are good."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from esteira.core.errors import BadRequest
from esteira.core.orders import OrderPayload
from esteira.producer.ports import OrderTable

MAX_REPORTED = 1000
"""Bad lines that are kept with their reason; further ones are only counted, so that a wrong file fills no memory."""


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that holds no order: its number in the file, counted from 1, and why."""

    number: int
    reason: str


@dataclass(kw_only=True)
class BadLines:
    """The bad lines of one load, as they turn up."""

    count: int = 0
    reported: list[BadLine] = field(default_factory=list)

    def add(self, line: BadLine) -> None:
        """Counts it, and keeps it among the first ones."""
        self.count += 1
        if len(self.reported) < MAX_REPORTED:
            self.reported.append(line)


class NotLoaded(BadRequest):
    """Nothing was loaded: some lines hold no order."""

    def __init__(self, bad: BadLines) -> None:
        super().__init__(f"({bad.count} bad lines)")
        self.bad = bad


@dataclass(frozen=True, kw_only=True)
class LoadedOrders:
    """How many orders were loaded, and which lines were skipped."""

    count: int
    bad: BadLines


def load_orders(table: OrderTable, lines: Iterable[OrderPayload | BadLine], *, strict: bool) -> LoadedOrders:
    """Streams the orders in, in one transaction. Raises `NotLoaded` when it is strict and a line is bad."""
    bad = BadLines()
    count = table.load(_good(lines, bad, strict=strict))
    return LoadedOrders(count=count, bad=bad)


def _good(lines: Iterable[OrderPayload | BadLine], bad: BadLines, *, strict: bool) -> Iterator[OrderPayload]:
    for line in lines:
        if isinstance(line, BadLine):
            bad.add(line)
        elif not (strict and bad.count):
            yield line
    if strict and bad.count:
        raise NotLoaded(bad)
