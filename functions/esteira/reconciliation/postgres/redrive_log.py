"""The records of redrives in the target."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from esteira.core.errors import TargetUnavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.reconciliation.ports import OpenRedrive, RedriveEnding


class PostgresRedriveLog:
    """The port `RedriveLog` over the table `redrives`. An open redrive holds a connection, and a lock on its id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def opened(
        self, lane: Lane, *, requested_by: str, selection: Sequence[str] | None, per_second: float | None
    ) -> Iterator[OpenRedrive]:
        """See `RedriveLog.opened`."""
        parameters = {
            "lane": lane,
            "requested_by": requested_by,
            "selection": None if selection is None else list(selection),
            "per_second": per_second,
        }
        interrupted = self._change("reconciliation/close_interrupted_redrives", {})
        with self._held_id() as redrive_id:
            with self._database.transaction() as connection:
                begun = {**parameters, "id": redrive_id}
                ((requested_at,),) = connection.execute(statement("reconciliation/begin_redrive"), begun).fetchall()
            yield OpenRedrive(id=redrive_id, requested_at=requested_at, interrupted_before=interrupted)

    def count(self, redrive: OpenRedrive, moved: int) -> None:
        """See `RedriveLog.count`."""
        self._change("reconciliation/count_redrive", {"id": redrive.id, "moved": moved})

    def count_discarded(self, redrive: OpenRedrive, discarded: int) -> None:
        """See `RedriveLog.count_discarded`."""
        self._change("reconciliation/count_discarded", {"id": redrive.id, "discarded": discarded})

    def end(self, redrive: OpenRedrive, ending: RedriveEnding) -> None:
        """See `RedriveLog.end`."""
        self._change("reconciliation/finish_redrive", {"id": redrive.id, "ending": ending})

    @contextmanager
    def _held_id(self) -> Iterator[int]:
        """Provide a new id, locked during the block. The loss of the lock alone does not fail the redrive."""
        ended = False
        try:
            with self._database.transaction() as connection:
                yield _hold(connection)
                ended = True
        except TargetUnavailable as error:
            if not ended:
                raise
            logger.warning("lock of a redrive lost", error=str(error))

    def _change(self, name: str, parameters: Mapping[str, Any]) -> int:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).rowcount


def _hold(connection: Connection) -> int:
    # A redrive at a low rate, or of many letters, is longer idle in this transaction than a session may be.
    connection.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")
    ((redrive_id,),) = connection.execute(statement("reconciliation/hold_redrive")).fetchall()
    return int(redrive_id)
