"""Inspects a source, and translates Postgres errors that mean it cannot be read as configured into `SourceUnfit`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import errors
from psycopg.rows import dict_row

from esteira.core.errors import SourceUnfit
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement


@contextmanager
def source_errors(name: str) -> Iterator[None]:
    """Raise `SourceUnfit` if the schema or the privileges of the source are not what its cursor mode needs."""
    try:
        yield
    except errors.UndefinedColumn as error:
        raise unfit(
            name, 'its table orders lacks a column: run `esteira migrate`, or read it in cursor_mode "sequence"'
        ) from error
    except errors.UndefinedTable as error:
        raise unfit(name, "it has no table orders: run `esteira migrate`") from error
    except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
        raise unfit(name, f"its user lacks a privilege: {error.diag.message_primary}") from error


def unfit(name: str, fault: str) -> SourceUnfit:
    """Return the error for a fault of this source."""
    return SourceUnfit(f"({name}: {fault})")


def inspect_row(database: Database, name: str, statement_name: str) -> dict[str, Any]:
    """Run an inspection statement and return its only row, by column name."""
    with database.transaction() as connection, source_errors(name):
        return connection.cursor(row_factory=dict_row).execute(statement(statement_name)).fetchone() or {}
