"""Purge a queue: what that would lose is told before, and the ledger can be repaired after."""

from dataclasses import dataclass

from esteira.core.names import Lane
from esteira.core.queue.depth import QueueDepth
from esteira.queues.deps import QueuesDeps
from esteira.queues.queue import Side
from esteira.reconciliation.read_ledger import read_ledger

LEDGER_LANE: Lane = "orders"
"""The lane whose rows the ledger counts."""


@dataclass(frozen=True, kw_only=True)
class PurgePreview:
    """What a purge would delete. `lost`: how many rows the ledger would then call lost, at most; None for lanes that
    are not in the ledger, and for dead letters, whose rows stay dead.
    """

    lane: str
    side: Side
    depth: QueueDepth
    lost: int | None


@dataclass(frozen=True, kw_only=True)
class Purged:
    """What was in the queue before, and what is in it now. A purge may take a minute on AWS."""

    before: QueueDepth
    after: QueueDepth


def preview_purge(deps: QueuesDeps, lane: str, side: Side) -> PurgePreview:
    """Return what a purge would delete. Deletes nothing.

    Raises `NotFound`, `QueueUnavailable`, and for the lane of the ledger `Unavailable`, which names the store.
    """
    depth = deps.access(lane, side).depth.read()
    return PurgePreview(lane=lane, side=side, depth=depth, lost=_lost(deps, lane, side, depth))


def purge_queue(deps: QueuesDeps, lane: str, side: Side) -> Purged:
    """Delete all messages of a queue, also those in flight.

    Orders are then lost until `repair_ledger` sends them again; callbacks and look-ups are sent again by their
    schedules. Raises `NotFound`, `Conflict` and `QueueUnavailable`.
    """
    access = deps.access(lane, side)
    before = access.depth.read()
    access.purger.purge()
    return Purged(before=before, after=access.depth.read())


def _lost(deps: QueuesDeps, lane: str, side: Side, depth: QueueDepth) -> int | None:
    """Return at most the moving rows: a message may be a copy, or that of a row which is persisted already."""
    if lane != LEDGER_LANE or side is Side.DEAD:
        return None
    return min(depth.total, read_ledger(deps.repair.ledger_deps).states.moving)
