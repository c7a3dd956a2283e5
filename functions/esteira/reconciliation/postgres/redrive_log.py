"""The records of redrives in the target."""

from collections.abc import Mapping, Sequence
from typing import Any

from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.reconciliation.ports import OpenRedrive


class PostgresRedriveLog:
    """The port `RedriveLog` over the table `redrives`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> OpenRedrive:
        """See `RedriveLog.begin`."""
        parameters = {
            "lane": lane,
            "requested_by": requested_by,
            "selection": None if selection is None else list(selection),
            "per_second": per_second,
        }
        with self._database.transaction() as connection:
            rows = connection.execute(statement("reconciliation/begin_redrive"), parameters).fetchall()
        ((redrive_id, requested_at),) = rows
        return OpenRedrive(id=redrive_id, requested_at=requested_at)

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """See `RedriveLog.count`."""
        self._change("reconciliation/count_redrive", {"id": redrive.id, "moved": moved})

    def finish(self, redrive: OpenRedrive) -> None:
        """See `RedriveLog.finish`."""
        self._change("reconciliation/finish_redrive", {"id": redrive.id})

    def _change(self, name: str, parameters: Mapping[str, Any]) -> None:
        with self._database.transaction() as connection:
            connection.execute(statement(name), parameters)
