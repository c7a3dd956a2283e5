"""Repair the ledger: send every lost order again, and correct the records of dead and failed orders.

Messages are lost when LocalStack restarts or a queue is purged; their orders are sent again from the sources. This is
safe if an order was not lost after all, because the target ignores the second copy.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from esteira.core.errors import SOURCE_FAULTS
from esteira.producer.cursor import Position
from esteira.reconciliation.comparison import SourceRow, TargetRow, needs_message, pair
from esteira.reconciliation.mark_unrecorded_dead import DeadLetterStores, mark_unrecorded_dead
from esteira.reconciliation.ports import CursorReader
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger
from esteira.reconciliation.resend_orders import Resender, Resent

Positions = Mapping[str, Position]
"""The last row handed over, by source."""

PORTION_ORDERS = 1000
POLL_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class RepairDeps:
    """Dependencies of `repair_ledger`."""

    ledger_deps: LedgerDeps
    dead_letter_stores: DeadLetterStores
    resender: Resender


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """The result of a repair."""

    done: bool
    """False if the lane was not at rest. Then nothing was changed, because missing orders may still be under way."""
    marked_dead: int = 0
    """Orders with a dead letter whose last attempt had left no record."""
    republished: int = 0
    """Lost orders that were sent again."""
    rejected: int = 0
    """Lost orders that no message can carry any more. They were put into the list of rejects."""
    failures_removed: int = 0
    """Failure records of persisted orders that were deleted."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Why, by source, for each source that could not be read: its lost orders were not sent again."""


def repair_ledger(
    repair_deps: RepairDeps,
    *,
    wait_seconds: float = 0,
    pause: Callable[[float], object] = time.sleep,
    seconds: Callable[[], float] = time.monotonic,
) -> Repaired:
    """Record unrecorded dead orders, send lost orders again, and delete failure records of persisted orders.

    Does nothing unless the lane is at rest; waits for that up to `wait_seconds`. Constant memory. A source that cannot
    be read is named and the others are repaired. Raises `Unavailable` for any other store, which it names; a second run
    completes the repair.
    """
    deadline = seconds() + wait_seconds
    while not read_ledger(repair_deps.ledger_deps).at_rest:
        if seconds() >= deadline:
            return Repaired(done=False)
        pause(POLL_SECONDS)
    marked_dead = mark_unrecorded_dead(repair_deps.dead_letter_stores)
    positions, unread = locate_all(repair_deps.ledger_deps.sources, repair_deps.ledger_deps.cursors)
    resent = republish_missing(repair_deps, positions)
    return Repaired(
        done=True,
        marked_dead=marked_dead,
        republished=resent.sent,
        rejected=resent.rejected,
        failures_removed=repair_deps.dead_letter_stores.dead_orders.delete_failures_of_persisted(),
        unread={**unread, **resent.unread},
    )


def republish_missing(repair_deps: RepairDeps, lost_up_to: Positions) -> Resent:
    """Send all orders up to these positions again that are in no terminal state, and return what became of them.

    Correct at any time if the lane had no message when the positions were read: when it was at rest, or before its
    queues were created again (`locate_all`). Later orders are ignored. A source that cannot be read does not stop the
    others.
    """
    resent = Resent()
    for name, position in lost_up_to.items():
        try:
            for ids in _missing_portions(repair_deps.ledger_deps, name, position):
                resent += repair_deps.resender.resend(name, ids)
        except SOURCE_FAULTS as error:
            resent += Resent(unread={name: str(error)})
    return resent


def locate_all(sources: Iterable[str], cursors: CursorReader) -> tuple[Positions, Mapping[str, str]]:
    """Return the last row handed over of each source, and why, for each source that cannot be read."""
    positions, unread = {}, {}
    for name in sources:
        try:
            positions[name] = cursors.position(name)
        except SOURCE_FAULTS as error:
            unread[name] = str(error)
    return positions, unread


def _missing_portions(ledger_deps: LedgerDeps, name: str, position: Position) -> Iterator[list[int]]:
    missing = _missing(ledger_deps, name, position)
    while ids := list(islice(missing, PORTION_ORDERS)):
        yield ids


def _missing(ledger_deps: LedgerDeps, name: str, position: Position) -> Iterator[int]:
    rows = ledger_deps.sources[name].rows(position)
    return (
        row.id for row, target_row in pair(rows, ledger_deps.target.rows(name)) if row and _is_missing(row, target_row)
    )


def _is_missing(row: SourceRow, target_row: TargetRow | None) -> bool:
    return row.handed_over and needs_message(row, target_row)
