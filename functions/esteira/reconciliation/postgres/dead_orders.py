"""The dead orders in the table `order_failures` of the target."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import portions
from esteira.reconciliation.dead_letters import DeadGroup, DeadOrder


class PostgresDeadOrders:
    """The port `DeadOrders`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_retrying(self, keys: Sequence[OrderKey]) -> None:
        """See `DeadOrders.mark_retrying`."""
        self._change("reconciliation/mark_orders_retrying", _columns(keys))

    def mark_dead(self, keys: Sequence[OrderKey]) -> int:
        """See `DeadOrders.mark_dead`."""
        message_ids = [order_message_id(*key) for key in sorted(set(keys))]
        return self._change(
            "reconciliation/mark_orders_dead", {**_columns(keys), "message_id": message_ids, "dead_at": MAX_RECEIVES}
        )

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadOrders.groups`."""
        with self._database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(statement("reconciliation/count_dead_by_error"), {"dead_at": MAX_RECEIVES}).fetchall()
        return [DeadGroup(example=OrderKey(row.pop("source"), row.pop("source_id")), **row) for row in rows]

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadOrder]]:
        """See `DeadOrders.dead_before`."""
        for rows in portions(
            self._database, "reconciliation/dead_orders_before", {"moment": moment, "dead_at": MAX_RECEIVES}
        ):
            yield [DeadOrder(key=OrderKey(source, row_id), message_id=message) for source, row_id, message in rows]

    def delete_failures_of_persisted(self) -> int:
        """See `DeadOrders.delete_failures_of_persisted`."""
        return self._change("reconciliation/delete_failures_of_all_persisted", {})

    def _change(self, name: str, parameters: Mapping[str, Any]) -> int:
        return self._database.run(lambda connection: connection.execute(statement(name), parameters).rowcount)


def _columns(keys: Sequence[OrderKey]) -> dict[str, Any]:
    # Always in the same order, so that concurrent transactions cannot deadlock.
    ordered = sorted(set(keys))
    return {"source": [key.source for key in ordered], "source_id": [key.source_id for key in ordered]}
