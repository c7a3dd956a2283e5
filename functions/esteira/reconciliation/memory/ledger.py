"""In-memory ledger readers of sources and target, and the position of the producer."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from esteira.core.orders import Order
from esteira.producer.cursor import START, Position
from esteira.reconciliation.comparison import SourceRow, TargetRow, is_dead
from esteira.reconciliation.ledger import SourceCount, Tally, TargetStates

PORTION_ROWS = 100


@dataclass(kw_only=True)
class MemorySourceLedgerReader:
    """The port `SourceLedgerReader` over a dictionary. As in sequence mode, a cursor is an id."""

    table: dict[int, Order] = field(default_factory=dict)

    def count(self, cursor: Position) -> SourceCount:
        """See `SourceLedgerReader.count`."""
        past = [row_id for row_id in self.table if row_id > cursor.id]
        return SourceCount(
            handed_over=tally(self.table.keys() - set(past)), past=len(past), first_past_id=min(past, default=None)
        )

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """See `SourceLedgerReader.past`."""
        return tally({row_id for row_id in self.table.keys() & set(ids) if row_id > cursor.id})

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """See `SourceLedgerReader.rows`."""
        for row_id, order in sorted(self.table.items()):
            yield SourceRow(row_id, order.product, order.price, order.security_check, row_id <= cursor.id)

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """See `SourceLedgerReader.orders`."""
        return [self.table[row_id] for row_id in sorted(ids) if row_id in self.table]


@dataclass(kw_only=True)
class MemoryTargetLedgerReader:
    """The port `TargetLedgerReader` with one row for each source and id."""

    table: dict[str, dict[int, TargetRow]] = field(default_factory=dict)

    def target_states(self) -> Mapping[str, TargetStates]:
        """See `TargetLedgerReader.target_states`."""
        return {source: _states(rows.values()) for source, rows in self.table.items() if rows}

    def duplicated(self) -> Mapping[str, int]:
        """See `TargetLedgerReader.duplicated`. A dictionary has no duplicate keys."""
        return {}

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """See `TargetLedgerReader.ids_from`."""
        ids = [row_id for row_id in self.table.get(source, {}) if row_id >= first_id]
        yield from (ids[start : start + PORTION_ROWS] for start in range(0, len(ids), PORTION_ROWS))

    def rows(self, source: str) -> Iterator[TargetRow]:
        """See `TargetLedgerReader.rows`."""
        yield from (row for _, row in sorted(self.table.get(source, {}).items()))


@dataclass(kw_only=True)
class MemoryCursorReader:
    """The port `CursorReader`."""

    positions: dict[str, Position] = field(default_factory=dict)

    def position(self, source: str) -> Position:
        """See `CursorReader.position`."""
        return self.positions.get(source, START)


def tally(ids: Collection[int]) -> Tally:
    """Return the tally of these ids. The hash differs from that of Postgres, so the two cannot be compared."""
    return Tally(rows=len(ids), fingerprint=sum(_hash(row_id) for row_id in ids))


def _hash(row_id: int) -> int:
    return int.from_bytes(hashlib.blake2b(str(row_id).encode(), digest_size=8).digest(), "big", signed=True)


def _states(rows: Collection[TargetRow]) -> TargetStates:
    by_state: dict[str, set[int]] = {}
    for row in rows:
        by_state.setdefault(_state(row), set()).add(row.id)
    overlapping = sum(row.payload_hash is not None and (row.rejected or is_dead(row)) for row in rows)
    return TargetStates(**{state: tally(ids) for state, ids in by_state.items()}, overlapping=overlapping)


def _state(row: TargetRow) -> str:
    if row.payload_hash is not None:
        return "persisted"
    if row.rejected:
        return "rejected"
    return "dead" if is_dead(row) else "retrying"
