"""The counts of the tasks of look-ups in the table `lookup_tasks` of the target."""

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.lookups.lookup_task import TaskState
from esteira.reconciliation.ports import TaskCounts


class PostgresTaskCounter:
    """The port `TaskCounter`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> TaskCounts:
        """See `TaskCounter.count`."""
        query = statement("reconciliation/count_tasks")
        rows = self._database.run(lambda connection: connection.execute(query).fetchall())
        return TaskCounts(
            states={TaskState(state): number for state, number, _, _ in rows},
            unsent=sum(unsent for _, _, unsent, _ in rows),
            silent=sum(silent for _, _, _, silent in rows),
        )
