"""Where every row of every source is right now."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.queue.ports import QueueDepthReader
from esteira.producer.cursor import Position
from esteira.reconciliation.ledger import Balances, Ledger, SourceBalance, Tally, TargetStates
from esteira.reconciliation.mark_unrecorded_dead import DeadLetterStores
from esteira.reconciliation.ports import CursorReader, SourceLedgerReader, TargetLedgerReader

TRIES = 3
"""How often the stores are read until two readings agree; after that the ledger says that it is not settled."""


@dataclass(frozen=True, kw_only=True)
class LedgerDeps:
    """All that a ledger is read from. `lane` is the queue of the lane `orders`.

    `graveyard` is for who may look into dead letters; the counts do not need it.
    """

    sources: Mapping[str, SourceLedgerReader]
    target: TargetLedgerReader
    cursors: CursorReader
    lane: QueueDepthReader
    dead_letter_stores: DeadLetterStores | None = None


def read_ledger(ledger_deps: LedgerDeps, tries: int = TRIES) -> Ledger:
    """The ledger of this moment: stores, queue, stores again, until the stores stood still around the queue.

    Raises `Unavailable` in the words of what does not answer.
    """
    before = _read_stores(ledger_deps)
    for attempt in range(1, tries + 1):
        queue = ledger_deps.lane.read()
        after = _read_stores(ledger_deps)
        if after == before or attempt == tries:
            break
        before = after
    return Ledger.of(before, queue, after)


def _read_stores(ledger_deps: LedgerDeps) -> Balances:
    """The target before the sources: whatever it holds then has its row there, so that nothing looks like a phantom."""
    target_states = ledger_deps.target.target_states()
    return {
        name: _read_source(ledger_deps, name, target_states.get(name, TargetStates()))
        for name in {**ledger_deps.sources, **target_states}
    }


def _read_source(ledger_deps: LedgerDeps, name: str, target_states: TargetStates) -> SourceBalance:
    source = ledger_deps.sources.get(name)
    if source is None:
        return SourceBalance(target_states=target_states)
    cursor = ledger_deps.cursors.position(name)
    count = source.count(cursor)
    ahead = _ahead(ledger_deps.target, source, name, cursor, count.first_past_id)
    return SourceBalance(
        handed_over=count.handed_over + ahead, not_read=count.past - ahead.rows, target_states=target_states
    )


def _ahead(
    target: TargetLedgerReader, source: SourceLedgerReader, name: str, cursor: Position, first_id: int | None
) -> Tally:
    """Rows past the cursor with a home: sent before the cursor moved on, or before it fell back to its checkpoint."""
    if first_id is None:
        return Tally()
    return sum((source.past(cursor, ids) for ids in target.ids_from(name, first_id)), Tally())
