"""What the target keeps of one order, and what it knows of rows of a source."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from esteira.callbacks.callback import KeptCallback
from esteira.callbacks.postgres.callback_repository import kept_callback
from esteira.core.messages import MAX_RECEIVES
from esteira.core.orders import OrderKey
from esteira.core.payments import PaymentState
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.row_dates import row_date
from esteira.orders.story import Letter, Redrive, TargetOrder
from esteira.reconciliation.comparison import TargetRow

Row = tuple[Any, ...]


class PostgresOrderFacts:
    """The ports `OrderFacts` and `KnownRows`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def row(self, order: OrderKey) -> TargetOrder | None:
        """See `OrderFacts.row`."""
        rows = self._ask("orders/order_row", order._asdict())
        return _target_order(rows[0]) if rows else None

    def letters(self, order: OrderKey) -> Sequence[Letter]:
        """See `OrderFacts.letters`."""
        rows = self._ask("orders/letters_of_order", {**order._asdict(), "dead_at": MAX_RECEIVES})
        return [
            Letter(kind=kind, since=row_date(since), attempt=attempt, error=error, body=body)
            for kind, since, attempt, error, body in rows
        ]

    def redrives(self, identifiers: Sequence[str], *, since: datetime, limit: int) -> Sequence[Redrive]:
        """See `OrderFacts.redrives`."""
        parameters = {"identifiers": list(identifiers), "since": since, "limit": limit}
        return [_redrive(row) for row in reversed(self._ask("orders/redrives_of_order", parameters))]

    def callbacks(self, order: OrderKey, *, limit: int) -> Sequence[KeptCallback]:
        """See `OrderFacts.callbacks`."""
        rows = self._ask("orders/callbacks_of_order", {**order._asdict(), "limit": limit})
        return [kept_callback(row) for row in rows]

    def known(self, source: str, ids: Sequence[int]) -> Mapping[int, TargetRow]:
        """See `KnownRows.known`."""
        rows = self._ask("orders/known_rows", {"source": source, "ids": list(ids)})
        return {row[0]: TargetRow(*row) for row in rows}

    def _ask(self, name: str, parameters: Mapping[str, Any]) -> list[Row]:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).fetchall()


def _target_order(row: Row) -> TargetOrder:
    product, price, security_check, attempts, payload_hash, processed_at, payment_state, payment_changed_at = row
    return TargetOrder(
        product=product,
        price=price,
        security_check=security_check,
        attempts=attempts,
        payload_hash=payload_hash,
        processed_at=row_date(processed_at),
        payment_state=PaymentState(payment_state) if payment_state else None,
        payment_changed_at=row_date(payment_changed_at) if payment_changed_at else None,
    )


def _redrive(row: Row) -> Redrive:
    redrive_id, requested_by, requested_at, finished_at, ending, named, moved = row
    return Redrive(
        id=redrive_id,
        requested_by=requested_by,
        requested_at=requested_at,
        finished_at=finished_at,
        ending=ending,
        named=named,
        moved=moved,
    )
