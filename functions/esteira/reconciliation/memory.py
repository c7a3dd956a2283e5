"""In-memory implementations of the ports of reconciliation, for tests."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.clock import Clock, utc_now
from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.core.names import Lane
from esteira.core.orders import Order, OrderKey
from esteira.producer.cursor import START, Position
from esteira.reconciliation.comparison import SourceRow, TargetRow, is_dead
from esteira.reconciliation.dead_letters import CallbackKey, DeadCallback, DeadGroup, DeadOrder
from esteira.reconciliation.history import MessageReference, OrderLocation, OrderState
from esteira.reconciliation.ledger import SourceCount, Tally, TargetStates
from esteira.reconciliation.ports import OpenRedrive

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


UNRECORDED = "died without a record of its last attempt"


@dataclass(frozen=True, kw_only=True)
class MemoryFailure:
    """The last failed attempt of an order."""

    attempt: int
    error: str
    failed_at: datetime

    @property
    def final(self) -> bool:
        """Whether no attempt follows."""
        return self.attempt >= MAX_RECEIVES


@dataclass(kw_only=True)
class MemoryDeadOrders:
    """The port `DeadOrders`. `arrived` and `rejected` are the orders in these terminal states."""

    failures: dict[OrderKey, MemoryFailure] = field(default_factory=dict)
    arrived: set[OrderKey] = field(default_factory=set)
    rejected: set[OrderKey] = field(default_factory=set)
    clock: Clock = utc_now

    def mark_retrying(self, keys: Sequence[OrderKey]) -> None:
        """See `DeadOrders.mark_retrying`."""
        for key in self.failures.keys() & set(keys):
            self.failures[key] = replace(self.failures[key], attempt=0)

    def mark_dead(self, keys: Sequence[OrderKey]) -> int:
        """See `DeadOrders.mark_dead`."""
        unknown = MemoryFailure(attempt=0, error=UNRECORDED, failed_at=self.clock())
        alive = [key for key in set(keys) if not self.failures.get(key, unknown).final]
        marked = [key for key in alive if key not in self.arrived | self.rejected]
        self.failures |= {key: replace(self.failures.get(key, unknown), attempt=MAX_RECEIVES) for key in marked}
        return len(marked)

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadOrders.groups`."""
        by_error: dict[str, list[OrderKey]] = defaultdict(list)
        for key, failure in sorted(self.failures.items()):
            if failure.final:
                by_error[failure.error].append(key)
        return sorted((self._group(*item) for item in by_error.items()), key=lambda group: (-group.orders, group.error))

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """See `DeadOrders.dead_before`."""
        yield [
            DeadOrder(key=key, message_id=order_message_id(*key))
            for key, failure in sorted(self.failures.items())
            if failure.final and failure.failed_at < moment and key not in self.arrived
        ]

    def delete_failures_of_persisted(self) -> int:
        """See `DeadOrders.delete_failures_of_persisted`."""
        arrived = self.failures.keys() & self.arrived
        for key in arrived:
            del self.failures[key]
        return len(arrived)

    def _group(self, error: str, keys: Sequence[OrderKey]) -> DeadGroup:
        times = [self.failures[key].failed_at for key in keys]
        return DeadGroup(
            error=error,
            orders=len(keys),
            first_failed_at=min(times),
            last_failed_at=max(times),
            example=next(key for key in keys if self.failures[key].failed_at == max(times)),
        )


@dataclass(kw_only=True)
class MemoryDeadCallbacks:
    """The port `DeadCallbacks`. `failures` holds the last failures of unprocessed callbacks."""

    failures: dict[CallbackKey, MemoryFailure] = field(default_factory=dict)
    kept: dict[CallbackKey, DeadCallback] = field(default_factory=dict)

    def mark_retrying(self, keys: Sequence[CallbackKey]) -> None:
        """See `DeadCallbacks.mark_retrying`."""
        for key in self.failures.keys() & set(keys):
            self.failures[key] = replace(self.failures[key], attempt=0)

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """See `DeadCallbacks.dead_before`."""
        yield [
            self.kept[key]
            for key, failure in sorted(self.failures.items())
            if failure.final and failure.failed_at < moment
        ]


@dataclass(kw_only=True)
class MemoryRedrive:
    """The record of one redrive."""

    lane: Lane
    requested_by: str
    selection: Sequence[str] | None
    per_second: float | None
    moved: int = 0
    finished: bool = False


@dataclass(kw_only=True)
class MemoryRedriveLog:
    """The port `RedriveLog`."""

    clock: Clock = utc_now
    redrives: list[MemoryRedrive] = field(default_factory=list)

    def begin(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> OpenRedrive:
        """See `RedriveLog.begin`."""
        self.redrives.append(
            MemoryRedrive(lane=lane, requested_by=requested_by, selection=selection, per_second=per_second)
        )
        return OpenRedrive(id=len(self.redrives), requested_at=self.clock())

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """See `RedriveLog.count`."""
        self.redrives[redrive.id - 1].moved = moved

    def finish(self, redrive: OpenRedrive) -> None:
        """See `RedriveLog.finish`."""
        self.redrives[redrive.id - 1].finished = True


@dataclass(kw_only=True)
class MemoryAttemptHistory:
    """The port `AttemptHistory`."""

    documents: list[AttemptDocument] = field(default_factory=list)

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """See `AttemptHistory.of_message`."""
        return [
            document
            for document in self.documents
            if document["message_id"] == message_id and document["expireAt"] > now
        ]


@dataclass(kw_only=True)
class MemoryOrderLocator:
    """The port `OrderLocator`. `known` may hold an order several times; the state first in `_PRECEDENCE` is found."""

    known: list[OrderLocation] = field(default_factory=list)

    def find(self, reference: MessageReference) -> OrderLocation | None:
        """See `OrderLocator.find`. A rejected order has no message, so it is found by source and id only."""
        found = [location for location in self.known if _matches(location, reference)]
        return min(found, key=lambda location: _PRECEDENCE.index(location.state), default=None)


_PRECEDENCE: Sequence[OrderState] = ("persisted", "rejected", "dead", "retrying")


def _matches(known: OrderLocation, reference: MessageReference) -> bool:
    if known.state == "rejected":
        return known.order == reference.order
    return str(order_message_id(*known.order)) == reference.message_id
