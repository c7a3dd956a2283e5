"""Figures of the target beside the ledger, read by index or from tables that are short in normal operation."""

from typing import Any

from esteira.core.messages import MAX_RECEIVES
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.metrics.figures.callbacks import CallbackReading
from esteira.metrics.ports import FailureReading, TaskReading


class PostgresTargetFigures:
    """The port `TargetFigures`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def callbacks(self) -> CallbackReading:
        """See `TargetFigures.callbacks`."""
        unprocessed, oldest_at, oldest_dead_at = self._row("metrics/read_callback_figures", dead_at=MAX_RECEIVES)
        return CallbackReading(unprocessed=unprocessed, oldest_at=oldest_at, oldest_dead_at=oldest_dead_at)

    def failures(self) -> FailureReading:
        """See `TargetFigures.failures`."""
        oldest_retrying_at, oldest_dead_at = self._row("metrics/read_failure_figures", dead_at=MAX_RECEIVES)
        return FailureReading(oldest_retrying_at=oldest_retrying_at, oldest_dead_at=oldest_dead_at)

    def tasks(self) -> TaskReading:
        """See `TargetFigures.tasks`."""
        oldest_at, oldest_dead_at = self._row("metrics/read_task_figures")
        return TaskReading(oldest_at=oldest_at, oldest_dead_at=oldest_dead_at)

    def persisted(self) -> int:
        """See `TargetFigures.persisted`."""
        (rows,) = self._row("metrics/sum_tallies")
        return int(rows)

    def fold_tallies(self) -> None:
        """See `TargetFigures.fold_tallies`."""
        self._database.run(lambda connection: connection.execute(statement("metrics/fold_tallies")))

    def _row(self, name: str, **parameters: Any) -> tuple[Any, ...]:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).fetchall()[0]
