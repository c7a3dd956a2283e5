"""A source in cursor mode `sequence` (R2): it may only be read, so its writers are waited for.

Whoever may still own an id up to the bound holds a lock on the sequence or the table. When all who held one after the
bound was read have ended, no row at or below the bound can appear any more. Each step is a transaction of its own: one
that stayed open would see its own past.
"""

import time
from collections.abc import Callable, Sequence

from psycopg import sql

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Position
from esteira.producer.page import PageRow
from esteira.producer.ports import Inspection, Measure
from esteira.producer.postgres.source_fitness import facts, fit, unfit
from esteira.producer.postgres.source_rows import rows

POLL_SECONDS = 0.025


class SequenceSource:
    """Reads in the order of ids, up to a bound below which no writer is left."""

    def __init__(self, name: str, database: Database, *, pause: Callable[[float], object] = time.sleep) -> None:
        self.name = name
        self._database = database
        self._pause = pause
        self._sequence = ""

    def inspect(self) -> Inspection:
        """Its epoch and limit. Refuses ids that do not grow in the order in which they are asked for (R2)."""
        found = facts(self._database, self.name, "producer/inspect_sequence_source")
        if fault := _fault(found):
            raise unfit(self.name, fault)
        self._sequence = found["sequence"]
        bound = self._bound()
        if found["largest_id"] > bound:
            raise unfit(self.name, f"its id {found['largest_id']} did not come from the sequence, which is at {bound}")
        return Inspection(
            mode="sequence",
            epoch=f"sequence:{found['cluster']}:{found['timeline']}:{found['database']}",
            limit=Position(x=0, id=bound + 1),
            horizon_age_seconds=found["horizon_age_seconds"],
        )

    def read_page(self, after: Position, *, limit: int, patience_seconds: float) -> Sequence[PageRow]:
        """The next rows in order, or none when a writer stays in the way for longer than the patience."""
        deadline = time.monotonic() + patience_seconds
        bound = self._bound()
        if bound <= after.id or not self._writers_ended(deadline):
            return []
        with self._database.transaction() as connection, fit(self.name):
            place = {"id": after.id, "bound": bound, "limit": limit}
            return rows(connection.execute(statement("producer/read_sequence_page"), place).fetchall())

    def measure(self, after: Position) -> Measure:
        """Rows after the position, and rows in all: an exact count."""
        with self._database.transaction() as connection, fit(self.name):
            unread, total = connection.execute(
                statement("producer/measure_sequence_source"), {"id": after.id}
            ).fetchone() or (
                0,
                0,
            )
        return Measure(unread_rows=unread, total_rows=total)

    def _bound(self) -> int:
        query = sql.SQL(statement("producer/read_sequence_bound").decode()).format(sequence=sql.SQL(self._sequence))
        with self._database.transaction() as connection, fit(self.name):
            return int((connection.execute(query).fetchone() or (0,))[0])

    def _writers_ended(self, deadline: float) -> bool:
        """Waits until every writer of this moment has ended; later ones do not matter."""
        first = self._writers()
        while first & self._writers():
            if time.monotonic() >= deadline:
                return False
            self._pause(POLL_SECONDS)
        return True

    def _writers(self) -> set[str]:
        with self._database.transaction() as connection, fit(self.name):
            found = connection.execute(statement("producer/find_order_writers"), {"sequence": self._sequence})
            return {writer for (writer,) in found.fetchall()}


def _fault(found: dict[str, object]) -> str | None:
    if found["in_recovery"]:
        return "it is a standby; give the primary's address"
    if found["sequence"] is None:
        return "the ids of its orders come from no sequence of their own"
    if found["cache"] != 1:
        return (
            f"its sequence caches {found['cache']} ids a session, so they come out of order: ALTER SEQUENCE … CACHE 1"
        )
    if not isinstance(increment := found["increment"], int) or increment < 1 or found["cycles"]:
        return "its sequence does not only grow"
    return None
