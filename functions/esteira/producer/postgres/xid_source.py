"""A source in cursor mode `xid` (R1): each row carries the id of the transaction that inserted it."""

from collections.abc import Sequence

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Position
from esteira.producer.page import PageRow
from esteira.producer.ports import Inspection, Measure
from esteira.producer.postgres.source_fitness import inspect_row, marks, source_errors, unfit
from esteira.producer.postgres.source_rows import rows


class XidSource:
    """Reads in the order (transaction, id), up to the oldest transaction that is still open in the cluster."""

    def __init__(self, name: str, database: Database) -> None:
        self.name = name
        self._database = database

    def inspect(self) -> Inspection:
        """Return epoch and limit. Raises `SourceUnfit` for a standby, a missing trigger, stamps of another cluster."""
        found = inspect_row(self._database, self.name, "producer/inspect_xid_source")
        if fault := _fault(found):
            raise unfit(self.name, fault)
        return Inspection(
            mode="xid",
            epoch=f"xid:{found['cluster']}:{found['timeline']}:{found['database']}",
            limit=Position(x=int(found["next_xid"]), id=0),
            marks=marks(found),
            horizon_age_seconds=found["horizon_age_seconds"],
        )

    def read_page(self, after: Position, *, limit: int, timeout_seconds: float) -> Sequence[PageRow]:
        """Return the next rows in order. One statement, so that filter and rows use the same snapshot."""
        with self._database.transaction() as connection, source_errors(self.name):
            connection.execute(
                "SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(timeout_seconds * 1000)))]
            )
            parameters = {"x": str(after.x), "id": after.id, "limit": limit}
            return rows(connection.execute(statement("producer/read_xid_page"), parameters).fetchall())

    def read_rows(self, ids: Sequence[int]) -> Sequence[PageRow]:
        """Return the rows with these ids, as far as they exist."""
        with self._database.transaction() as connection, source_errors(self.name):
            return rows(connection.execute(statement("producer/read_xid_rows"), {"ids": list(ids)}).fetchall())

    def measure(self, after: Position) -> Measure:
        """Count the rows after the position or without a stamp, and all rows: exactly, by index."""
        with self._database.transaction() as connection, source_errors(self.name):
            parameters = {"x": str(after.x), "id": after.id}
            counts = connection.execute(statement("producer/measure_xid_source"), parameters).fetchone()
        unread, total = counts or (0, 0)
        return Measure(unread_rows=unread, total_rows=total)


def _fault(found: dict[str, object]) -> str | None:
    if found["in_recovery"]:
        return "it is a standby; give the primary's address"
    if not found["stamps"]:
        return 'its table orders has no stamping trigger: run `esteira migrate`, or read it in cursor_mode "sequence"'
    if found["holds_foreign_stamps"]:
        return "it holds rows stamped in another cluster, as after a restore: run `esteira migrate`"
    return None
