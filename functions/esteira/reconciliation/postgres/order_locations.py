"""Where an order is, as far as the target knows."""

from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.reconciliation.history import Address, OrderLocation, failed_state


class PostgresOrderLocator:
    """The port `OrderLocator`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, address: Address) -> OrderLocation | None:
        """See `OrderLocator.find`. A message id that is none of ours is not looked for."""
        message_id = _uuid(address.message_id)
        if message_id is None:
            return None
        source, source_id = address.order or (None, None)
        asked = {"message_id": message_id, "source": source, "source_id": source_id}
        with self._database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute(statement("reconciliation/find_order"), asked).fetchone()
        return _location(row) if row else None


def _location(row: dict[str, Any]) -> OrderLocation:
    return OrderLocation(
        order=OrderKey(row["source"], row["source_id"]),
        state=failed_state(row["attempts"]) if row["home"] == "failed" else row["home"],
        attempts=row["attempts"],
        since=row["since"],
        reason=row["reason"],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
