"""Results of any size in constant memory, by a cursor on the server."""

from collections.abc import Iterator, Mapping
from typing import Any

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.statements import statement

PORTION_ROWS = 5000
"""Rows fetched at once: a few hundred kilobytes of orders."""


def portions(database: Database, name: str, parameters: Mapping[str, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a statement, `PORTION_ROWS` at a time, all of one snapshot taken at the first `next`.

    Keeps a connection and a transaction until it is read to its end or closed.
    """
    with database.transaction() as connection, connection.cursor(name="esteira") as cursor:
        cursor.execute(statement(name), parameters)
        while rows := cursor.fetchmany(PORTION_ROWS):
            yield rows


def stream(database: Database, name: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The same, row by row."""
    for rows in portions(database, name, parameters):
        yield from rows
