"""Statements that read whole tables: with more patience, and in constant memory by a cursor on the server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from esteira.core.postgres.database import Connection, Database
from esteira.core.postgres.statements import statement

PORTION_ROWS = 5000
"""Rows fetched at once: a few hundred kilobytes of orders."""

WHOLE_TABLE_TIMEOUT = "120s"
"""Counting or sorting tens of millions of rows takes longer than any statement of the pipeline may."""


@contextmanager
def whole_table(database: Database) -> Iterator[Connection]:
    """A transaction whose statements may take `WHOLE_TABLE_TIMEOUT`."""
    with database.transaction() as connection:
        connection.execute("SELECT set_config('statement_timeout', %s, true)", [WHOLE_TABLE_TIMEOUT])
        yield connection


def portions(database: Database, name: str, parameters: Mapping[str, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a statement, `PORTION_ROWS` at a time, all of one snapshot taken at the first `next`.

    Keeps a connection and a transaction until it is read to its end or closed.
    """
    with whole_table(database) as connection, connection.cursor(name="esteira") as cursor:
        # The reader may take its time between two portions, at a redrive's rate for example.
        connection.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")
        cursor.execute(statement(name), parameters)
        while rows := cursor.fetchmany(PORTION_ROWS):
            yield rows


def stream(database: Database, name: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The same, row by row."""
    for rows in portions(database, name, parameters):
        yield from rows
