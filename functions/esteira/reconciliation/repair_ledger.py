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
from esteira.reconciliation.mark_unrecorded_dead import DeadLetterStores, mark_unrecorded_dead
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger
from esteira.reconciliation.resend_orders import Resender

Positions = Mapping[str, Position]
"""The last row handed over, by source."""

PORTION_ORDERS = 1000
POLL_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class RepairDeps:
    """What a repair works with."""

    ledger_deps: LedgerDeps
    dead_letter_stores: DeadLetterStores
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
    repair_deps: RepairDeps,
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
    while not read_ledger(repair_deps.ledger_deps).at_rest:
        if seconds() >= deadline:
            return Repaired(done=False)
        pause(POLL_SECONDS)
    return Repaired(
        done=True,
        buried=mark_unrecorded_dead(repair_deps.dead_letter_stores),
        republished=republish_missing(repair_deps, _positions(repair_deps.ledger_deps)),
        forgotten=repair_deps.dead_letter_stores.dead_orders.forget_arrived(),
    )


def republish_missing(repair_deps: RepairDeps, lost_up_to: Positions) -> int:
    """Sends again all orders handed over by then that are in no final state, and answers how many that were.

    Right at any time for the positions of a moment at which the lane had no message: when it was at rest, or before it
    was made anew (`CursorLocator.positions`). Whatever has come since is left alone.
    """
    republished = 0
    for name, position in lost_up_to.items():
        missing = _missing(repair_deps.ledger_deps, name, position)
        while ids := list(islice(missing, PORTION_ORDERS)):
            republished += repair_deps.resender.resend(name, ids)
    return republished


def _positions(ledger_deps: LedgerDeps) -> Positions:
    return {name: ledger_deps.cursors.position(name) for name in ledger_deps.sources}


def _missing(ledger_deps: LedgerDeps, name: str, position: Position) -> Iterator[int]:
    rows = ledger_deps.sources[name].rows(position)
    return (
        row.id for row, target_row in pair(rows, ledger_deps.target.rows(name)) if row and _is_missing(row, target_row)
    )


def _is_missing(row: SourceRow, target_row: TargetRow | None) -> bool:
    return row.handed_over and needs_message(row, target_row)
