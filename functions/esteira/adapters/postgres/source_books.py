"""The rows of one source as the ledger counts and compares them."""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg.rows import class_row

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.statements import statement
from esteira.adapters.postgres.streams import stream, whole_table
from esteira.domain.comparison import SourceRow
from esteira.domain.cursor import Position
from esteira.domain.ledger import SourceCount, Tally
from esteira.domain.orders import Order
from esteira.settings import CursorMode


class PostgresSourceBooks:
    """The port `SourceBooks`, kept by a source database. The mode says which side of a cursor a row is on."""

    def __init__(self, database: Database, mode: CursorMode) -> None:
        self._database = database
        self._mode = mode

    def count(self, cursor: Position) -> SourceCount:
        """See `SourceBooks.count`."""
        rows, fingerprint, past, first_past_id = self._one("count_source", _parameters(cursor))
        return SourceCount(
            handed_over=Tally(rows=rows, fingerprint=int(fingerprint)), past=past, first_past_id=first_past_id
        )

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """See `SourceBooks.past`."""
        rows, fingerprint = self._one("count_past", {**_parameters(cursor), "ids": list(ids)})
        return Tally(rows=rows, fingerprint=int(fingerprint))

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """See `SourceBooks.rows`."""
        return map(SourceRow._make, stream(self._database, self._named("rows_of_source"), _parameters(cursor)))

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """See `SourceBooks.orders`."""
        with self._database.transaction() as connection, connection.cursor(row_factory=class_row(Order)) as cursor:
            return cursor.execute(statement("orders_by_id"), {"ids": list(ids)}).fetchall()

    def _one(self, name: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
        with whole_table(self._database) as connection:
            return connection.execute(statement(self._named(name)), parameters).fetchall()[0]

    def _named(self, name: str) -> str:
        return f"{name}_by_{self._mode}"


def _parameters(cursor: Position) -> dict[str, Any]:
    return {"x": str(cursor.x), "id": cursor.id}
