"""The producer's checkpoints, in the target."""

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Cursor, Position
from esteira.producer.evidence import Evidence


class PostgresCheckpoints:
    """The table `producer_checkpoint`. Transaction ids are passed as text: they may exceed what the driver supports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, source: str) -> Cursor | None:
        """Return the checkpoint, or None if none is stored."""
        with self._database.transaction() as connection:
            found = connection.execute(statement("producer/load_checkpoint"), {"source": source}).fetchone()
        if not found:
            return None
        epoch, x, id_, evidence = found
        position = Position(x=int(x), id=id_)
        return Cursor(epoch=epoch, position=position, evidence=Evidence.from_text(evidence))

    def save(self, source: str, cursor: Cursor) -> None:
        """Store the cursor if it is the first, or not behind the stored one of the same epoch."""
        self._store("producer/save_checkpoint", source, cursor)

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Store the cursor unconditionally."""
        self._store("producer/overwrite_checkpoint", source, cursor)

    def _store(self, statement_name: str, source: str, cursor: Cursor) -> None:
        parameters = {
            "source": source,
            "epoch": cursor.epoch,
            "x": str(cursor.position.x),
            "id": cursor.position.id,
            "evidence": cursor.evidence.as_text() if cursor.evidence else None,
        }
        with self._database.transaction() as connection:
            connection.execute(statement(statement_name), parameters)
