"""The producer's checkpoints, in the target."""

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Cursor, Position


class PostgresCheckpoints:
    """The table `producer_checkpoint`. Transaction ids travel as text: they may pass what a driver takes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, source: str) -> Cursor | None:
        """The checkpoint, or None where there is none."""
        with self._database.transaction() as connection:
            found = connection.execute(statement("producer/load_checkpoint"), {"source": source}).fetchone()
        return Cursor(epoch=found[0], position=Position(x=int(found[1]), id=found[2])) if found else None

    def save(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor if it is ahead of the kept one in the same epoch, or the first."""
        self._keep("producer/save_checkpoint", source, cursor)

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor whatever was kept."""
        self._keep("producer/overwrite_checkpoint", source, cursor)

    def _keep(self, how: str, source: str, cursor: Cursor) -> None:
        place = {"source": source, "epoch": cursor.epoch, "x": str(cursor.position.x), "id": cursor.position.id}
        with self._database.transaction() as connection:
            connection.execute(statement(how), place)
