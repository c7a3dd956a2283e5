"""In-memory twins of the ledger's ports: sources, a target, cursors and a lane that a test fills by hand."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from esteira.domain.comparison import SourceRow, TargetRow, is_dead
from esteira.domain.cursor import START, Position
from esteira.domain.ledger import Homes, QueueReading, SourceCount, Tally
from esteira.domain.orders import Order

PORTION_ROWS = 100


@dataclass(kw_only=True)
class MemorySourceBooks:
    """The port `SourceBooks`, kept by a dictionary. As in sequence mode, a cursor is an id."""

    table: dict[int, Order] = field(default_factory=dict)

    def count(self, cursor: Position) -> SourceCount:
        """See `SourceBooks.count`."""
        past = [row_id for row_id in self.table if row_id > cursor.id]
        return SourceCount(
            handed_over=tally(self.table.keys() - set(past)), past=len(past), first_past_id=min(past, default=None)
        )

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """See `SourceBooks.past`."""
        return tally({row_id for row_id in self.table.keys() & set(ids) if row_id > cursor.id})

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """See `SourceBooks.rows`."""
        for row_id, order in sorted(self.table.items()):
            yield SourceRow(row_id, order.product, order.price, order.security_check, row_id <= cursor.id)

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """See `SourceBooks.orders`."""
        return [self.table[row_id] for row_id in sorted(ids) if row_id in self.table]


@dataclass(kw_only=True)
class MemoryTargetBooks:
    """The port `TargetBooks`, kept by one row a source and id."""

    table: dict[str, dict[int, TargetRow]] = field(default_factory=dict)

    def homes(self) -> Mapping[str, Homes]:
        """See `TargetBooks.homes`."""
        return {source: _homes(rows.values()) for source, rows in self.table.items() if rows}

    def duplicated(self) -> Mapping[str, int]:
        """See `TargetBooks.duplicated`. A dictionary has no two of a key."""
        return {}

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """See `TargetBooks.ids_from`."""
        ids = [row_id for row_id in self.table.get(source, {}) if row_id >= first_id]
        yield from (ids[start : start + PORTION_ROWS] for start in range(0, len(ids), PORTION_ROWS))

    def rows(self, source: str) -> Iterator[TargetRow]:
        """See `TargetBooks.rows`."""
        yield from (row for _, row in sorted(self.table.get(source, {}).items()))


@dataclass(kw_only=True)
class MemoryCursorReader:
    """The port `CursorReader`."""

    positions: dict[str, Position] = field(default_factory=dict)

    def position(self, source: str) -> Position:
        """See `CursorReader.position`."""
        return self.positions.get(source, START)


@dataclass(kw_only=True)
class MemoryQueueGauge:
    """The port `QueueGauge`."""

    reading: QueueReading = field(default_factory=QueueReading)

    def read(self) -> QueueReading:
        """See `QueueGauge.read`."""
        return self.reading


def tally(ids: Collection[int]) -> Tally:
    """A tally of these ids. Its hash is not Postgres's: only tallies of one making can be compared."""
    return Tally(rows=len(ids), fingerprint=sum(_hash(row_id) for row_id in ids))


def _hash(row_id: int) -> int:
    return int.from_bytes(hashlib.blake2b(str(row_id).encode(), digest_size=8).digest(), "big", signed=True)


def _homes(rows: Collection[TargetRow]) -> Homes:
    by_state: dict[str, set[int]] = {}
    for row in rows:
        by_state.setdefault(_state(row), set()).add(row.id)
    overlapping = sum(row.payload_hash is not None and (row.rejected or is_dead(row)) for row in rows)
    return Homes(**{state: tally(ids) for state, ids in by_state.items()}, overlapping=overlapping)


def _state(row: TargetRow) -> str:
    if row.payload_hash is not None:
        return "persisted"
    if row.rejected:
        return "rejected"
    return "dead" if is_dead(row) else "retrying"
