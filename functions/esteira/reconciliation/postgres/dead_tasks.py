"""The dead tasks of look-ups in the table `lookup_tasks` of the target."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from psycopg.rows import dict_row

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import portions
from esteira.reconciliation.dead_letters import DeadGroup, DeadTask, DoorbellKey


class PostgresDeadTasks:
    """The port `DeadTasks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_queued(self, doorbells: Sequence[UUID]) -> None:
        """See `DeadTasks.mark_queued`."""
        # Always in the same order, so that concurrent transactions cannot deadlock.
        columns = {"doorbells": sorted(set(doorbells))}
        self._database.run(
            lambda connection: connection.execute(statement("reconciliation/mark_tasks_queued"), columns)
        )

    def groups(self) -> Sequence[DeadGroup]:
        """See `DeadTasks.groups`."""
        query = statement("reconciliation/count_dead_tasks_by_error")
        with self._database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(query).fetchall()
        return [DeadGroup(example=DoorbellKey(row.pop("doorbell")), **row) for row in rows]

    def dead_before(self, moment: datetime) -> Iterator[Sequence[DeadTask]]:
        """See `DeadTasks.dead_before`."""
        for rows in portions(self._database, "reconciliation/dead_tasks_before", {"moment": moment}):
            yield [DeadTask(id=id_, lookup_id=lookup_id, doorbell=doorbell) for id_, lookup_id, doorbell in rows]
