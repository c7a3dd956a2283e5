"""Find an order in the target."""

from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.row_dates import row_date
from esteira.reconciliation.history import OrderLocation, failed_state
from esteira.reconciliation.message_reference import MessageReference


class PostgresOrderLocator:
    """The port `OrderLocator`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, reference: MessageReference) -> OrderLocation | None:
        """See `OrderLocator.find`. Returns None without a query if the message id is no UUID."""
        message_id = _uuid(reference.message_id)
        if message_id is None:
            return None
        source, source_id = reference.order or (None, None)
        parameters = {"message_id": message_id, "source": source, "source_id": source_id}
        with self._database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute(statement("reconciliation/find_order"), parameters).fetchone()
        return _location(row) if row else None


def _location(row: dict[str, Any]) -> OrderLocation:
    return OrderLocation(
        order=OrderKey(row["source"], row["source_id"]),
        state=failed_state(row["attempts"]) if row["state"] == "failed" else row["state"],
        attempts=row["attempts"],
        since=row_date(row["since"]),
        reason=row["reason"],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
