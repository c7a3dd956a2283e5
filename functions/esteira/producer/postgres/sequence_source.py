"""A source in cursor mode `sequence` (R2): a read-only source, where the reader waits for open writers.

The bound is the largest id that the sequence has handed out. Every transaction that may still insert an id up to it
holds a lock on the sequence or the table. When all holders seen after reading the bound have ended, no row at or below
the bound can appear any more. Each step runs in its own transaction: a single one could keep an outdated snapshot.
"""

import time
from collections.abc import Callable, Sequence

from psycopg import sql

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Position
from esteira.producer.page import PageRow
from esteira.producer.ports import Inspection, Measure
from esteira.producer.postgres.source_fitness import inspect_row, marks, source_errors, unfit
from esteira.producer.postgres.source_rows import rows

POLL_SECONDS = 0.025


class SequenceSource:
    """Reads in the order of ids, up to a bound below which no open transaction can insert."""

    def __init__(self, name: str, database: Database, *, pause: Callable[[float], object] = time.sleep) -> None:
        self.name = name
        self._database = database
        self._pause = pause
        self._sequence = ""

    def inspect(self) -> Inspection:
        """Return epoch and limit. Raises `SourceUnfit` if ids may not grow in the order of their requests (R2)."""
        found = inspect_row(self._database, self.name, "producer/inspect_sequence_source")
        if fault := _fault(found):
            raise unfit(self.name, fault)
        self._sequence = found["sequence"]
        bound = self._bound()
        if found["largest_id"] > bound:
            raise unfit(self.name, f"its largest id {found['largest_id']} is above its sequence, which is at {bound}")
        return Inspection(
            mode="sequence",
            epoch=f"sequence:{found['cluster']}:{found['timeline']}:{found['database']}",
            limit=Position(x=0, id=bound + 1),
            marks=marks(found),
            horizon_age_seconds=found["horizon_age_seconds"],
        )

    def read_page(self, after: Position, *, limit: int, timeout_seconds: float) -> Sequence[PageRow]:
        """Return the next rows in order, or none if a writer stays open until the timeout."""
        deadline = time.monotonic() + timeout_seconds
        bound = self._bound()
        if bound <= after.id or not self._writers_ended(deadline):
            return []
        with self._database.transaction() as connection, source_errors(self.name):
            parameters = {"id": after.id, "bound": bound, "limit": limit}
            return rows(connection.execute(statement("producer/read_sequence_page"), parameters).fetchall())

    def read_rows(self, ids: Sequence[int]) -> Sequence[PageRow]:
        """Return the rows with these ids, as far as they exist."""
        with self._database.transaction() as connection, source_errors(self.name):
            return rows(connection.execute(statement("producer/read_sequence_rows"), {"ids": list(ids)}).fetchall())

    def measure(self, after: Position) -> Measure:
        """Count the rows after the position, and all rows, exactly."""
        with self._database.transaction() as connection, source_errors(self.name):
            counts = connection.execute(statement("producer/measure_sequence_source"), {"id": after.id}).fetchone()
        unread, total = counts or (0, 0)
        return Measure(unread_rows=unread, total_rows=total)

    def _bound(self) -> int:
        query = sql.SQL(statement("producer/read_sequence_bound").decode()).format(sequence=sql.SQL(self._sequence))
        with self._database.transaction() as connection, source_errors(self.name):
            return int((connection.execute(query).fetchone() or (0,))[0])

    def _writers_ended(self, deadline: float) -> bool:
        """Wait until all current writers have ended, False on timeout. Later writers get ids above the bound."""
        open_writers = self._writers()
        while open_writers & self._writers():
            if time.monotonic() >= deadline:
                return False
            self._pause(POLL_SECONDS)
        return True

    def _writers(self) -> set[str]:
        with self._database.transaction() as connection, source_errors(self.name):
            found = connection.execute(statement("producer/find_order_writers"), {"sequence": self._sequence})
            return {writer for (writer,) in found.fetchall()}


def _fault(found: dict[str, object]) -> str | None:
    if found["in_recovery"]:
        return "it is a standby; give the primary's address"
    if found["sequence"] is None:
        return "the column id of its table orders does not own a sequence"
    if found["cache"] != 1:
        return f"its sequence caches {found['cache']} ids a session, so ids are out of order: ALTER SEQUENCE … CACHE 1"
    if not isinstance(increment := found["increment"], int) or increment < 1 or found["cycles"]:
        return "its sequence has a negative increment or cycles, so its ids do not always grow"
    return None
