"""Puts the ledger right: finds a home for every order that was handed over and is nowhere.

What LocalStack loses with its queues, or anybody by purging one, is sent again from the sources. Safe when wrong: an
order that arrives twice is absorbed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from esteira.producer.cursor import Position
from esteira.reconciliation.comparison import SourceRow, TargetRow, needs_message, pair
from esteira.reconciliation.mark_unrecorded_dead import Graveyard, bury_unrecorded
from esteira.reconciliation.read_ledger import Books, read_ledger
from esteira.reconciliation.resend_orders import Resender

Positions = Mapping[str, Position]
"""The last row handed over, by source."""

PORTION_ORDERS = 1000
POLL_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What a repair works with."""

    books: Books
    graveyard: Graveyard
    resender: Resender


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """What a repair did."""

    done: bool
    """False if the lane was not at rest: then nothing was done, since what is missing may be on its way."""
    buried: int = 0
    """Orders found among the dead letters, whose last attempt had left no record."""
    republished: int = 0
    """Orders that were nowhere, sent again."""
    forgotten: int = 0
    """Failures of orders that have arrived all the same."""


def repair_ledger(
    workshop: Workshop,
    *,
    patience_seconds: float = 0,
    pause: Callable[[float], object] = time.sleep,
    seconds: Callable[[], float] = time.monotonic,
) -> Repaired:
    """Records unrecorded deaths, sends again what is nowhere, and forgets the failures of what has arrived.

    Only when the lane is at rest, for which it waits up to `patience_seconds`. Constant memory. Raises `Unavailable` in
    the words of what does not answer; a second run does the rest.
    """
    deadline = seconds() + patience_seconds
    while not read_ledger(workshop.books).at_rest:
        if seconds() >= deadline:
            return Repaired(done=False)
        pause(POLL_SECONDS)
    return Repaired(
        done=True,
        buried=bury_unrecorded(workshop.graveyard),
        republished=republish_missing(workshop, _positions(workshop.books)),
        forgotten=workshop.graveyard.dead_orders.forget_arrived(),
    )


def republish_missing(workshop: Workshop, lost_up_to: Positions) -> int:
    """Sends again all orders handed over by then that are in no final state, and answers how many that were.

    Right at any time for the positions of a moment at which the lane had no message: when it was at rest, or before it
    was made anew (`ProducersPlaces.positions`). Whatever has come since is left alone.
    """
    republished = 0
    for name, position in lost_up_to.items():
        missing = _missing(workshop.books, name, position)
        while ids := list(islice(missing, PORTION_ORDERS)):
            republished += workshop.resender.resend(name, ids)
    return republished


def _positions(books: Books) -> Positions:
    return {name: books.cursors.position(name) for name in books.sources}


def _missing(books: Books, name: str, position: Position) -> Iterator[int]:
    rows = books.sources[name].rows(position)
    return (row.id for row, home in pair(rows, books.target.rows(name)) if row and _is_missing(row, home))


def _is_missing(row: SourceRow, home: TargetRow | None) -> bool:
    return row.handed_over and needs_message(row, home)
