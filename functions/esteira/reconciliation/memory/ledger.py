"""In-memory ledger readers of sources and target, and the position of the producer."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from esteira.core.orders import Order, OrderKey
from esteira.producer.cursor import START, Position
from esteira.reconciliation.balance import SourceCount, Tally, TargetStates
from esteira.reconciliation.comparison import SourceRow, TargetRow, is_dead

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
    in_conflict: set[OrderKey] = field(default_factory=set)
    never_tried: set[OrderKey] = field(default_factory=set)

    def target_states(self) -> Mapping[str, TargetStates]:
        """See `TargetLedgerReader.target_states`."""
        return {source: self._states(source, rows.values()) for source, rows in self.table.items() if rows}

    def duplicated(self) -> Mapping[str, int]:
        """See `TargetLedgerReader.duplicated`. A dictionary has no duplicate keys."""
        return {}

    def conflicts(self, limit: int) -> Sequence[OrderKey]:
        """See `TargetLedgerReader.conflicts`."""
        return sorted(self.in_conflict)[:limit]

    def unattempted(self, limit: int) -> Sequence[OrderKey]:
        """See `TargetLedgerReader.unattempted`."""
        return sorted(self.never_tried)[:limit]

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """See `TargetLedgerReader.ids_from`."""
        ids = [row_id for row_id in self.table.get(source, {}) if row_id >= first_id]
        yield from (ids[start : start + PORTION_ROWS] for start in range(0, len(ids), PORTION_ROWS))

    def rows(self, source: str) -> Iterator[TargetRow]:
        """See `TargetLedgerReader.rows`."""
        yield from (row for _, row in sorted(self.table.get(source, {}).items()))

    def _states(self, source: str, rows: Collection[TargetRow]) -> TargetStates:
        by_state: dict[str, set[int]] = {}
        for row in rows:
            state = "conflict" if OrderKey(source, row.id) in self.in_conflict else _state(row)
            by_state.setdefault(state, set()).add(row.id)
        return TargetStates(
            **{state: tally(ids) for state, ids in by_state.items()},
            overlapping=sum(row.payload_hash is not None and (row.rejected or is_dead(row)) for row in rows),
            unattempted=sum(key.source == source for key in self.never_tried),
        )


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


def _state(row: TargetRow) -> str:
    if row.payload_hash is not None:
        return "persisted"
    if row.rejected:
        return "rejected"
    return "dead" if is_dead(row) else "retrying"
