"""The dead callbacks in the table `callbacks` of the target."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from psycopg.rows import dict_row

from esteira.callbacks.postgres.callback_repository import callback_of_row
from esteira.core.messages import MAX_RECEIVES
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import portions
from esteira.reconciliation.dead_letters import CallbackKey, DeadCallback, DeadGroup


class PostgresDeadCallbacks:
    """The port `DeadCallbacks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_retrying(self, keys: Sequence[CallbackKey]) -> None:
        """See `DeadCallbacks.mark_retrying`."""
        # Always in the same order, so that concurrent transactions cannot deadlock.
        ordered = sorted(set(keys))
        columns = {"provider": [key.provider for key in ordered], "event_id": [key.event_id for key in ordered]}
        self._database.run(
            lambda connection: connection.execute(statement("reconciliation/mark_callbacks_retrying"), columns)
        )

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadCallbacks.groups`."""
        query, parameters = statement("reconciliation/count_dead_callbacks_by_error"), {"dead_at": MAX_RECEIVES}
        with self._database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(query, parameters).fetchall()
        return [DeadGroup(example=CallbackKey(row.pop("provider"), row.pop("event_id")), **row) for row in rows]

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadCallback]]:
        """See `DeadCallbacks.dead_before`."""
        parameters = {"moment": moment, "dead_at": MAX_RECEIVES}
        for rows in portions(self._database, "reconciliation/dead_callbacks_before", parameters):
            yield [DeadCallback(callback=callback_of_row(row)) for row in rows]
