"""The sources that began anew, in the target."""

from collections.abc import Mapping

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.ports import Restart


class PostgresRestarts:
    """The table `source_restarts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, source: str, restart: Restart) -> bool:
        """Store the restart as open, unless it is known. Returns whether it is new."""
        parameters = {"source": source, "epoch": restart.epoch, "reason": restart.reason}
        return self._changed("producer/note_restart", parameters)

    def open(self) -> Mapping[str, Restart]:
        """Return the latest open restart of each source that has one."""
        with self._database.transaction() as connection:
            found = connection.execute(statement("producer/list_open_restarts")).fetchall()
        return {source: Restart(epoch=epoch, reason=reason) for source, epoch, reason in found}

    def settle(self, source: str, *, by: str) -> bool:
        """Close the open restarts of a source. Returns whether one was open."""
        return self._changed("producer/settle_restarts", {"source": source, "by": by})

    def _changed(self, name: str, parameters: Mapping[str, str]) -> bool:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).rowcount > 0
