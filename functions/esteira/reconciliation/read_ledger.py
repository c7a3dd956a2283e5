"""Where every row of every source is right now (F44)."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.queue.ports import QueueGauge
from esteira.producer.cursor import Position
from esteira.reconciliation.ledger import Homes, Ledger, SourceReading, StoresReading, Tally
from esteira.reconciliation.mark_unrecorded_dead import Graveyard
from esteira.reconciliation.ports import CursorReader, SourceBooks, TargetBooks

TRIES = 3
"""How often the stores are read until two readings agree; after that the ledger says that it is not settled."""


@dataclass(frozen=True, kw_only=True)
class Books:
    """All that a ledger is read from. `lane` is the queue of the lane `orders`.

    `graveyard` is for who may look into dead letters; the counts do not need it.
    """

    sources: Mapping[str, SourceBooks]
    target: TargetBooks
    cursors: CursorReader
    lane: QueueGauge
    graveyard: Graveyard | None = None


def read_ledger(books: Books, tries: int = TRIES) -> Ledger:
    """The ledger of this moment: stores, queue, stores again, until the stores stood still around the queue.

    Raises `Unavailable` in the words of what does not answer.
    """
    before = _read_stores(books)
    for attempt in range(1, tries + 1):
        queue = books.lane.read()
        after = _read_stores(books)
        if after == before or attempt == tries:
            break
        before = after
    return Ledger.of(before, queue, after)


def _read_stores(books: Books) -> StoresReading:
    """The target before the sources: whatever it holds then has its row there, so that nothing looks like a phantom."""
    homes = books.target.homes()
    return {name: _read_source(books, name, homes.get(name, Homes())) for name in {**books.sources, **homes}}


def _read_source(books: Books, name: str, homes: Homes) -> SourceReading:
    source = books.sources.get(name)
    if source is None:
        return SourceReading(homes=homes)
    cursor = books.cursors.position(name)
    count = source.count(cursor)
    ahead = _ahead(books.target, source, name, cursor, count.first_past_id)
    return SourceReading(handed_over=count.handed_over + ahead, not_read=count.past - ahead.rows, homes=homes)


def _ahead(target: TargetBooks, source: SourceBooks, name: str, cursor: Position, first_id: int | None) -> Tally:
    """Rows past the cursor with a home: sent before the cursor moved on, or before it fell back to its checkpoint."""
    if first_id is None:
        return Tally()
    return sum((source.past(cursor, ids) for ids in target.ids_from(name, first_id)), Tally())
