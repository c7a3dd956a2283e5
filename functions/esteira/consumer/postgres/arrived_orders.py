"""Reads orders that have arrived, for the load generator."""

from collections.abc import Sequence

from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement


def last_orders(target: Database, sources: Sequence[str], *, limit: int) -> list[OrderKey]:
    """Return the orders with the highest ids, up to `limit` for each source. Raises `TargetUnavailable`."""
    with target.transaction() as connection:
        found = [
            connection.execute(statement("consumer/last_orders"), {"source": source, "limit": limit}).fetchall()
            for source in sources
        ]
    return [OrderKey(source, source_id) for rows in found for source, source_id in rows]
