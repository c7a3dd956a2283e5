"""In-memory implementations of the producer's ports, for tests."""

import random
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from threading import Lock

from esteira.core.orders import Order, OrderPayload
from esteira.producer.cursor import Cursor, Position
from esteira.producer.evidence import Marks
from esteira.producer.horizon import HorizonHolder
from esteira.producer.page import PageRow
from esteira.producer.ports import Advance, Filled, Inspection, Lease, Measure, Restart


class MemorySource:
    """The ports `Source` and `OrderTable` over one list. Tests change `epoch`, `marks`, `rows` for a restore."""

    def __init__(self, name: str = "source1", *, epoch: str = "memory:1") -> None:
        self.name = name
        self.epoch = epoch
        self.marks = Marks(table="1", sequence="1", lsn=0)
        self.rows: list[PageRow] = []
        self._transactions = 0
        self._writing = Lock()

    def add(self, *fields: tuple[str, Decimal, bool]) -> list[int]:
        """Add orders of (product, price, security_check), not validated, as in a database. Returns their ids."""
        with self._writing:
            self._transactions += 1
            self.rows += [self._row(len(self.rows) + number, *values) for number, values in enumerate(fields, start=1)]
            return [row.order.id for row in self.rows[len(self.rows) - len(fields) :]]

    def inspect(self) -> Inspection:
        """Return the epoch, and a limit above all transactions so far."""
        limit = Position(x=self._transactions + 1, id=0)
        return Inspection(mode="memory", epoch=self.epoch, limit=limit, marks=self.marks, horizon_age_seconds=0.0)

    def read_page(self, after: Position, *, limit: int, timeout_seconds: float) -> Sequence[PageRow]:  # noqa: ARG002
        """Return the next rows in order. Never waits."""
        return [row for row in self.rows if row.position > after][:limit]

    def read_rows(self, ids: Sequence[int]) -> Sequence[PageRow]:
        """Return the rows with these ids."""
        return [row for row in self.rows if row.order.id in ids]

    def measure(self, after: Position) -> Measure:
        """Count the rows after a position, and all rows."""
        return Measure(unread_rows=sum(row.position > after for row in self.rows), total_rows=len(self.rows))

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        """Create orders from a seeded random generator."""
        rng = random.Random(seed)  # noqa: S311 - not for secrets
        ids = self.add(
            *(
                (f"article {rng.randint(1, 99)}", Decimal(rng.randint(1, 10**6)) / 100, rng.random() >= false_share)
                for _ in range(count)
            )
        )
        return Filled(count=len(ids), first_id=ids[0], last_id=ids[-1])

    def load(self, payloads: Iterable[OrderPayload]) -> int:
        """Add orders, all or none. Returns the count."""
        return len(self.add(*[(payload.product, payload.price, payload.security_check) for payload in payloads]))

    def list_after(self, after_id: int | None, *, limit: int, security_check: bool | None) -> Sequence[Order]:
        """See `OrderTable.list_after`."""
        orders = (row.order for row in self.rows if after_id is None or row.order.id > after_id)
        return [order for order in orders if security_check in (None, order.security_check)][:limit]

    def stamp_old(self, limit: int) -> int:  # noqa: ARG002
        """Return 0: every row is stamped when it is added."""
        return 0

    def _row(self, id_: int, product: str, price: Decimal, security_check: bool) -> PageRow:
        order = Order(id=id_, product=product, price=price, security_check=security_check, created_at=datetime.now(UTC))
        return PageRow(position=Position(x=self._transactions, id=id_), order=order)


class MemoryHorizonReader:
    """The port `HorizonReader`."""

    def __init__(self, *holders: HorizonHolder) -> None:
        self.held_by = list(holders)

    def holders(self, limit: int) -> Sequence[HorizonHolder]:
        """See `HorizonReader.holders`."""
        return sorted(self.held_by, key=lambda holder: (holder.since, holder.pid or 0))[:limit]


class MemoryCursors:
    """The port `Cursors`. Leases expire by the monotonic clock."""

    def __init__(self) -> None:
        self._cursors: dict[str, Cursor] = {}
        self._fences: dict[str, int] = {}
        self._locks: dict[str, tuple[str, float]] = {}
        self._mutex = Lock()

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        """Acquire the lease of a source. Returns None while another producer holds it."""
        with self._mutex:
            _, until = self._locks.get(source, ("", 0.0))
            if until > time.monotonic():
                return None
            token = secrets.token_hex(16)
            self._locks[source] = (token, time.monotonic() + seconds)
            self._fences[source] = self._fences.get(source, 0) + 1
            return Lease(source=source, token=token, fence=self._fences[source], seconds=seconds)

    def release(self, lease: Lease) -> None:
        """Release the lease if it is still the current one."""
        with self._mutex:
            if self._holds(lease):
                del self._locks[lease.source]

    def load(self, source: str) -> Cursor | None:
        """Return the cursor, or None if none is stored."""
        return self._cursors.get(source)

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        """Compare and set the cursor, and renew the lease."""
        with self._mutex:
            if self._fences.get(lease.source) != lease.fence:
                return Advance.FENCED_OFF
            if self._cursors.get(lease.source) != old:
                return Advance.CONFLICT
            self._cursors[lease.source] = new
            if self._holds(lease):
                self._locks[lease.source] = (lease.token, time.monotonic() + lease.seconds)
            return Advance.MOVED

    def flush(self) -> None:
        """Delete cursors, fences and leases, as a Redis without persistence does on a restart."""
        with self._mutex:
            for stored in (self._cursors, self._fences, self._locks):
                stored.clear()

    def _holds(self, lease: Lease) -> bool:
        return self._locks.get(lease.source, ("", 0.0))[0] == lease.token


class MemoryCheckpoints:
    """The port `Checkpoints`."""

    def __init__(self) -> None:
        self._checkpoints: dict[str, Cursor] = {}

    def load(self, source: str) -> Cursor | None:
        """Return the checkpoint, or None if none is stored."""
        return self._checkpoints.get(source)

    def save(self, source: str, cursor: Cursor) -> None:
        """Store the cursor if it is the first, or not behind the stored one of the same epoch."""
        stored = self._checkpoints.setdefault(source, cursor)
        if stored.epoch == cursor.epoch and stored.position <= cursor.position:
            self._checkpoints[source] = cursor

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Store the cursor unconditionally."""
        self._checkpoints[source] = cursor


class MemoryRestarts:
    """The port `Restarts`."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Restart] = {}
        self._settled: set[tuple[str, str]] = set()

    def note(self, source: str, restart: Restart) -> bool:
        """Store the restart as open, unless it is known."""
        return self._known.setdefault((source, restart.epoch), restart) is restart

    def open(self) -> Mapping[str, Restart]:
        """Return the latest open restart of each source."""
        return {key[0]: restart for key, restart in self._known.items() if key not in self._settled}

    def settle(self, source: str, *, by: str) -> bool:  # noqa: ARG002
        """Close the open restarts of a source."""
        still_open = {key for key in self._known if key[0] == source} - self._settled
        self._settled |= still_open
        return bool(still_open)


class MemoryRejects:
    """The port `Rejects`. Tests read `reasons`, which is keyed by source and id."""

    def __init__(self) -> None:
        self.reasons: dict[tuple[str, int], str] = {}

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Store the reasons. The first reason of a row is kept."""
        for id_, reason in reasons.items():
            self.reasons.setdefault((source, id_), reason)

    def forget_before(self, source: str, epoch: str) -> None:  # noqa: ARG002 - here nothing is rejected in between
        """Forget all rejects of the source."""
        self.reasons = {key: reason for key, reason in self.reasons.items() if key[0] != source}

    def forget(self, source: str, ids: Sequence[int]) -> None:
        """Forget these rows."""
        for id_ in ids:
            self.reasons.pop((source, id_), None)

    def ids(self, source: str) -> Sequence[int]:
        """Return the rejected source ids in ascending order."""
        return sorted(id_ for name, id_ in self.reasons if name == source)
