"""A source in memory: every call of `add` is a transaction that has ended."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from threading import Lock

from esteira.domain.cursor import Position
from esteira.domain.handover import Row
from esteira.domain.orders import Order, OrderPayload
from esteira.use_cases.ports.sources import Filled, Inspection, Measure


class MemorySource:
    """The ports `Source` and `OrderTable` over one list. `epoch` may be set anew, as a restore would do."""

    def __init__(self, name: str = "source1", *, epoch: str = "memory:1") -> None:
        self.name = name
        self.epoch = epoch
        self.rows: list[Row] = []
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

    def read_page(self, after: Position, *, limit: int, patience_seconds: float) -> Sequence[Row]:  # noqa: ARG002
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

    def _row(self, id_: int, product: str, price: Decimal, security_check: bool) -> Row:
        order = Order(id=id_, product=product, price=price, security_check=security_check, created_at=datetime.now(UTC))
        return Row(position=Position(x=self._transactions, id=id_), order=order)
