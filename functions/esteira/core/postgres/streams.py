"""Statements that read whole tables: with a longer timeout, and in constant memory by a server-side cursor."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement

PORTION_ROWS = 5000
"""Rows fetched at once: a few hundred kilobytes of orders."""

WHOLE_TABLE_TIMEOUT = "120s"
"""Counting or sorting tens of millions of rows takes longer than the timeout of other statements."""


@contextmanager
def whole_table(database: Database) -> Iterator[Connection]:
    """Open a transaction with the statement timeout `WHOLE_TABLE_TIMEOUT`."""
    with database.transaction() as connection:
        connection.execute("SELECT set_config('statement_timeout', %s, true)", [WHOLE_TABLE_TIMEOUT])
        yield connection


def portions(database: Database, name: str, parameters: Mapping[str, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a statement, `PORTION_ROWS` at a time, all from one snapshot taken at the first `next`.

    Holds a connection and a transaction until it is exhausted or closed.
    """
    with whole_table(database) as connection, connection.cursor(name="esteira") as cursor:
        # The caller may take long between two portions, for example at a redrive's rate.
        connection.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")
        cursor.execute(statement(name), parameters)
        while rows := cursor.fetchmany(PORTION_ROWS):
            yield rows


def stream(database: Database, name: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement one by one, as `portions` reads them."""
    for rows in portions(database, name, parameters):
        yield from rows
