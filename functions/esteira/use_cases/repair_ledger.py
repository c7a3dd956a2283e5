"""Puts the ledger right: finds a home for every order that was handed over and is nowhere.

What LocalStack loses with its queues, or anybody by purging one, is sent again from the sources. Safe when wrong: an
order that arrives twice is absorbed.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from esteira.domain.comparison import needs_message, pair
from esteira.use_cases.bury_unrecorded import Graveyard, bury_unrecorded
from esteira.use_cases.read_ledger import Books, read_ledger
from esteira.use_cases.resend_orders import Resender

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

    at_rest: bool
    """Whether the lane was at rest. If not, nothing was done: what is missing may be on its way."""
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
            return Repaired(at_rest=False)
        pause(POLL_SECONDS)
    return Repaired(
        at_rest=True,
        buried=bury_unrecorded(workshop.graveyard),
        republished=republish_missing(workshop),
        forgotten=workshop.graveyard.dead_orders.forget_arrived(),
    )


def republish_missing(workshop: Workshop) -> int:
    """Sends again all orders that were handed over and are in no final state, and answers how many that were."""
    republished = 0
    for name in workshop.books.sources:
        missing = _missing(workshop.books, name)
        while ids := list(islice(missing, PORTION_ORDERS)):
            republished += workshop.resender.resend(name, ids)
    return republished


def _missing(books: Books, name: str) -> Iterator[int]:
    rows = books.sources[name].rows(books.cursors.position(name))
    return (row.id for row, home in pair(rows, books.target.rows(name)) if row and needs_message(row, home))
