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
from esteira.producer.page import PageRow
from esteira.producer.ports import Advance, Filled, Inspection, Lease, Measure


class MemorySource:
    """The ports `Source` and `OrderTable` over one list. `epoch` may be set anew, as a restore would do."""

    def __init__(self, name: str = "source1", *, epoch: str = "memory:1") -> None:
        self.name = name
        self.epoch = epoch
        self.rows: list[PageRow] = []
        self._transactions = 0
        self._writing = Lock()

    def add(self, *fields: tuple[str, Decimal, bool]) -> list[int]:
        """Adds orders of (product, price, security_check), unchecked as in a database; their ids."""
        with self._writing:
            self._transactions += 1
            self.rows += [self._row(len(self.rows) + number, *values) for number, values in enumerate(fields, start=1)]
            return [row.order.id for row in self.rows[len(self.rows) - len(fields) :]]

    def inspect(self) -> Inspection:
        """Its epoch, and a limit above all transactions so far."""
        limit = Position(x=self._transactions + 1, id=0)
        return Inspection(mode="memory", epoch=self.epoch, limit=limit, horizon_age_seconds=0.0)

    def read_page(self, after: Position, *, limit: int, patience_seconds: float) -> Sequence[PageRow]:  # noqa: ARG002
        """The next rows in order; at once."""
        return [row for row in self.rows if row.position > after][:limit]

    def measure(self, after: Position) -> Measure:
        """Counts."""
        return Measure(unread_rows=sum(row.position > after for row in self.rows), total_rows=len(self.rows))

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        """Makes orders out of a seeded chance."""
        chance = random.Random(seed)  # noqa: S311 - not for secrets
        ids = self.add(
            *(
                (
                    f"article {chance.randint(1, 99)}",
                    Decimal(chance.randint(1, 10**6)) / 100,
                    chance.random() >= false_share,
                )
                for _ in range(count)
            )
        )
        return Filled(count=len(ids), first_id=ids[0], last_id=ids[-1])

    def load(self, payloads: Iterable[OrderPayload]) -> int:
        """Adds orders, all or none."""
        return len(self.add(*[(payload.product, payload.price, payload.security_check) for payload in payloads]))

    def list_after(self, after_id: int, *, limit: int, security_check: bool | None) -> Sequence[Order]:
        """Orders with larger ids."""
        orders = (row.order for row in self.rows if row.order.id > after_id)
        return [order for order in orders if security_check in (None, order.security_check)][:limit]

    def stamp_old(self, limit: int) -> int:  # noqa: ARG002
        """Every row is stamped at birth."""
        return 0

    def _row(self, id_: int, product: str, price: Decimal, security_check: bool) -> PageRow:
        order = Order(id=id_, product=product, price=price, security_check=security_check, created_at=datetime.now(UTC))
        return PageRow(position=Position(x=self._transactions, id=id_), order=order)


class MemoryCursors:
    """The port `Cursors`. A lease runs out by the monotonic clock."""

    def __init__(self) -> None:
        self._cursors: dict[str, Cursor] = {}
        self._fences: dict[str, int] = {}
        self._locks: dict[str, tuple[str, float]] = {}
        self._one_at_a_time = Lock()

    def acquire(self, source: str, *, seconds: float) -> Lease | None:
        """A lease, or None while another producer holds one."""
        with self._one_at_a_time:
            _, until = self._locks.get(source, ("", 0.0))
            if until > time.monotonic():
                return None
            token = secrets.token_hex(16)
            self._locks[source] = (token, time.monotonic() + seconds)
            self._fences[source] = self._fences.get(source, 0) + 1
            return Lease(source=source, token=token, fence=self._fences[source], seconds=seconds)

    def release(self, lease: Lease) -> None:
        """Gives the lease back, if it is still this one that counts."""
        with self._one_at_a_time:
            if self._holds(lease):
                del self._locks[lease.source]

    def load(self, source: str) -> Cursor | None:
        """The cursor, or None where there is none."""
        return self._cursors.get(source)

    def advance(self, lease: Lease, *, old: Cursor | None, new: Cursor) -> Advance:
        """Compare and set."""
        with self._one_at_a_time:
            if self._fences.get(lease.source) != lease.fence:
                return Advance.FENCED_OFF
            if self._cursors.get(lease.source) != old:
                return Advance.ELSEWHERE
            self._cursors[lease.source] = new
            if self._holds(lease):
                self._locks[lease.source] = (lease.token, time.monotonic() + lease.seconds)
            return Advance.MOVED

    def flush(self) -> None:
        """Loses everything, as a Redis may."""
        with self._one_at_a_time:
            for everything in (self._cursors, self._fences, self._locks):
                everything.clear()

    def _holds(self, lease: Lease) -> bool:
        return self._locks.get(lease.source, ("", 0.0))[0] == lease.token


class MemoryCheckpoints:
    """The port `Checkpoints`."""

    def __init__(self) -> None:
        self._kept: dict[str, Cursor] = {}

    def load(self, source: str) -> Cursor | None:
        """The checkpoint, or None where there is none."""
        return self._kept.get(source)

    def save(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor if it is ahead of the kept one in the same epoch, or the first."""
        kept = self._kept.setdefault(source, cursor)
        if kept.epoch == cursor.epoch and kept.position < cursor.position:
            self._kept[source] = cursor

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor whatever was kept."""
        self._kept[source] = cursor


class MemoryRejects:
    """The port `Rejects`. `reasons` may be looked at: by source and id."""

    def __init__(self) -> None:
        self.reasons: dict[tuple[str, int], str] = {}

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Keeps the reasons; the first one of a row stays."""
        for id_, reason in reasons.items():
            self.reasons.setdefault((source, id_), reason)

    def ids(self, source: str) -> Sequence[int]:
        """The source ids rejected so far, ascending."""
        return sorted(id_ for name, id_ in self.reasons if name == source)
