"""Rows of the target: counted and read in one snapshot, by a server-side cursor."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from esteira.core.messages import MAX_RECEIVES
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import WHOLE_TABLE_TIMEOUT
from esteira.reports.files.report_file import Row
from esteira.reports.filters import FILTERS
from esteira.reports.ports import Rows
from esteira.reports.report import RowQuery

PORTION_ROWS = 2000
"""Rows in hand at once: a megabyte or two, and a file grows by a few hundred kilobytes."""


class PostgresRowSource:
    """The port `RowSource`, by the statement `rows_of_<kind>`. `database` needs a connection for each report."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def opened(self, query: RowQuery) -> Iterator[Rows]:
        """See `RowSource.opened`."""
        statement_bytes, parameters = statement(f"reports/rows_of_{query.kind}"), _parameters(query)
        with self._database.snapshot() as connection:
            _without_haste(connection)
            count = _count(connection, statement_bytes, parameters)
            with connection.cursor(name="report") as cursor:
                cursor.execute(statement_bytes, parameters)
                columns = [column.name for column in cursor.description or ()]
                yield Rows(columns=columns, count=count, portions=_portions(cursor))


def _without_haste(connection: Connection) -> None:
    """Counting and sorting take longer than other statements, and the upload of a portion may take a while, too."""
    connection.execute("SELECT set_config('statement_timeout', %s, true)", [WHOLE_TABLE_TIMEOUT])
    connection.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")


def _count(connection: Connection, rows: bytes, parameters: dict[str, Any]) -> int:
    counted = connection.execute(b"SELECT count(*) FROM (" + rows + b") AS counted", parameters).fetchone()
    return int(counted[0]) if counted else 0


def _portions(cursor: Any) -> Iterator[Sequence[Row]]:
    while rows := cursor.fetchmany(PORTION_ROWS):
        yield rows


def _parameters(query: RowQuery) -> dict[str, Any]:
    """Return the filters of the kind, None for those that are not set, and what every statement may use."""
    filters = FILTERS[query.kind].model_validate(query.filters).model_dump(mode="python")
    plain = {name: getattr(value, "value", value) for name, value in filters.items()}
    return {**plain, "only_owner": query.only_owner, "dead_at": MAX_RECEIVES}
