"""The producer's checkpoints, in the target."""

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Cursor, Position


class PostgresCheckpoints:
    """The table `producer_checkpoint`. Transaction ids are passed as text: they may exceed what the driver supports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, source: str) -> Cursor | None:
        """Return the checkpoint, or None if none is stored."""
        with self._database.transaction() as connection:
            found = connection.execute(statement("producer/load_checkpoint"), {"source": source}).fetchone()
        return Cursor(epoch=found[0], position=Position(x=int(found[1]), id=found[2])) if found else None

    def save(self, source: str, cursor: Cursor) -> None:
        """Store the cursor if it is the first, or ahead of the stored one in the same epoch."""
        self._store("producer/save_checkpoint", source, cursor)

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Store the cursor unconditionally."""
        self._store("producer/overwrite_checkpoint", source, cursor)

    def _store(self, statement_name: str, source: str, cursor: Cursor) -> None:
        parameters = {"source": source, "epoch": cursor.epoch, "x": str(cursor.position.x), "id": cursor.position.id}
        with self._database.transaction() as connection:
            connection.execute(statement(statement_name), parameters)
