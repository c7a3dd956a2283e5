"""The rows of one source as the ledger counts and compares them."""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg.rows import class_row

from esteira.core.names import CursorMode
from esteira.core.orders import Order
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import stream, whole_table
from esteira.producer.cursor import Position
from esteira.reconciliation.comparison import SourceRow
from esteira.reconciliation.ledger import SourceCount, Tally


class PostgresSourceLedgerReader:
    """The port `SourceLedgerReader`, kept by a source database. The mode says which side of a cursor a row is on."""

    def __init__(self, database: Database, mode: CursorMode) -> None:
        self._database = database
        self._mode = mode

    def count(self, cursor: Position) -> SourceCount:
        """See `SourceLedgerReader.count`."""
        rows, fingerprint, past, first_past_id = self._one("reconciliation/count_source", _parameters(cursor))
        return SourceCount(
            handed_over=Tally(rows=rows, fingerprint=int(fingerprint)), past=past, first_past_id=first_past_id
        )

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """See `SourceLedgerReader.past`."""
        rows, fingerprint = self._one("reconciliation/count_past", {**_parameters(cursor), "ids": list(ids)})
        return Tally(rows=rows, fingerprint=int(fingerprint))

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """See `SourceLedgerReader.rows`."""
        return map(
            SourceRow._make, stream(self._database, self._named("reconciliation/rows_of_source"), _parameters(cursor))
        )

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """See `SourceLedgerReader.orders`."""
        with self._database.transaction() as connection, connection.cursor(row_factory=class_row(Order)) as cursor:
            return cursor.execute(statement("reconciliation/orders_by_id"), {"ids": list(ids)}).fetchall()

    def _one(self, name: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
        with whole_table(self._database) as connection:
            return connection.execute(statement(self._named(name)), parameters).fetchall()[0]

    def _named(self, name: str) -> str:
        return f"{name}_by_{self._mode}"


def _parameters(cursor: Position) -> dict[str, Any]:
    return {"x": str(cursor.x), "id": cursor.id}
