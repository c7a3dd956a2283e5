"""Read the ledger: the current state of every row of every source."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.errors import SOURCE_FAULTS
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.ports import QueueDepthReader
from esteira.producer.cursor import Position
from esteira.producer.ports import Restarts
from esteira.reconciliation.balance import Balances, SourceBalance, Tally, TargetStates
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.mark_unrecorded_dead import DeadLetterStores
from esteira.reconciliation.ports import CursorReader, SourceLedgerReader, TargetLedgerReader

TRIES = 3
"""Maximum number of readings until two in a row are equal; otherwise the ledger is not settled."""


@dataclass(frozen=True, kw_only=True)
class LedgerDeps:
    """Dependencies of `read_ledger`. `lane` is the queue of the lane `orders`.

    `dead_letter_stores` is used by `verify_orders` only, to record dead orders, as is `restarts`; the counts need
    neither.
    """

    sources: Mapping[str, SourceLedgerReader]
    target: TargetLedgerReader
    cursors: CursorReader
    lane: QueueDepthReader
    dead_letter_stores: DeadLetterStores | None = None
    restarts: Restarts | None = None


def read_ledger(ledger_deps: LedgerDeps, tries: int = TRIES) -> Ledger:
    """Return the current ledger: read stores, queue and stores again until both readings of the stores are equal.

    After `tries` readings that differ, the ledger is not settled. A source that cannot be read is named in it. Raises
    `Unavailable` for any other store, which it names.
    """
    before = _read_stores(ledger_deps)
    for attempt in range(1, tries + 1):
        queue = _read_queue(ledger_deps.lane)
        after = _read_stores(ledger_deps)
        if after == before or attempt == tries:
            break
        before = after
    return Ledger.of(before, queue, after)


def _read_queue(queue: QueueDepthReader) -> QueueDepth:
    """Read the depth; a second time if the queue seems empty.

    Its counts are no snapshot: messages that become visible after the visible ones were counted, and before those in
    flight are, appear in neither count.
    """
    depth = queue.read()
    return depth if depth.total else queue.read()


def _read_stores(ledger_deps: LedgerDeps) -> Balances:
    """Read the target before the sources, so that every row that it holds is found there and none seems a phantom."""
    target_states = ledger_deps.target.target_states()
    return {
        name: _read_source(ledger_deps, name, target_states.get(name, TargetStates()))
        for name in {**ledger_deps.sources, **target_states}
    }


def _read_source(ledger_deps: LedgerDeps, name: str, target_states: TargetStates) -> SourceBalance:
    source = ledger_deps.sources.get(name)
    if source is None:
        return SourceBalance(target_states=target_states)
    try:
        return _balance(ledger_deps, name, source, target_states)
    except SOURCE_FAULTS as error:
        return SourceBalance.unreadable(target_states, str(error))


def _balance(
    ledger_deps: LedgerDeps, name: str, source: SourceLedgerReader, target_states: TargetStates
) -> SourceBalance:
    cursor = ledger_deps.cursors.position(name)
    count = source.count(cursor)
    ahead = _count_known_past(ledger_deps.target, source, name, cursor, count.first_past_id)
    return SourceBalance(
        handed_over=count.handed_over + ahead, not_read=count.past - ahead.rows, target_states=target_states
    )


def _count_known_past(
    target: TargetLedgerReader, source: SourceLedgerReader, name: str, cursor: Position, first_id: int | None
) -> Tally:
    """Tally known rows past the cursor: sent before the cursor moved, or before it fell back to its checkpoint."""
    if first_id is None:
        return Tally()
    return sum((source.past(cursor, ids) for ids in target.ids_from(name, first_id)), Tally())
