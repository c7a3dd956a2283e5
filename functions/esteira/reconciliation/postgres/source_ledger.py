"""Count and read the rows of one source, for ledger and comparison."""

from collections.abc import Iterator, Sequence
from typing import Any

from esteira.core.names import CursorMode
from esteira.core.orders import Order
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import stream, whole_table
from esteira.producer.cursor import Position
from esteira.producer.postgres.source_rows import listed_orders, text
from esteira.reconciliation.balance import SourceCount, Tally
from esteira.reconciliation.comparison import SourceRow


class PostgresSourceLedgerReader:
    """The port `SourceLedgerReader` over a source database. `mode` decides how rows are compared with a cursor."""

    def __init__(self, database: Database, mode: CursorMode) -> None:
        self._database = database
        self._mode = mode

    def count(self, cursor: Position) -> SourceCount:
        """See `SourceLedgerReader.count`."""
        rows, fingerprint, past, first_past_id = self._single_row("reconciliation/count_source", _parameters(cursor))
        return SourceCount(
            handed_over=Tally(rows=rows, fingerprint=int(fingerprint)), past=past, first_past_id=first_past_id
        )

    def past(self, cursor: Position, ids: Sequence[int]) -> Tally:
        """See `SourceLedgerReader.past`."""
        rows, fingerprint = self._single_row("reconciliation/count_past", {**_parameters(cursor), "ids": list(ids)})
        return Tally(rows=rows, fingerprint=int(fingerprint))

    def rows(self, cursor: Position) -> Iterator[SourceRow]:
        """See `SourceLedgerReader.rows`."""
        found = stream(self._database, self._by_mode("reconciliation/rows_of_source"), _parameters(cursor))
        return (SourceRow(id_, text(product), *others) for id_, product, *others in found)

    def orders(self, ids: Sequence[int]) -> Sequence[Order]:
        """See `SourceLedgerReader.orders`."""
        with self._database.transaction() as connection:
            found = connection.execute(statement("reconciliation/orders_by_id"), {"ids": list(ids)}).fetchall()
        return listed_orders(found, undecodable="surrogateescape")

    def _single_row(self, name: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
        with whole_table(self._database) as connection:
            return connection.execute(statement(self._by_mode(name)), parameters).fetchall()[0]

    def _by_mode(self, name: str) -> str:
        return f"{name}_by_{self._mode}"


def _parameters(cursor: Position) -> dict[str, Any]:
    return {"x": str(cursor.x), "id": cursor.id}
