"""Asking a source what it is, and what Postgres says of one that cannot be read as configured, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import errors
from psycopg.rows import dict_row

from esteira.core.errors import SourceUnfit
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement


@contextmanager
def fit(name: str) -> Iterator[None]:
    """Raises `SourceUnfit` where the schema or the rights of the source are not what its cursor mode needs."""
    try:
        yield
    except errors.UndefinedColumn as error:
        raise unfit(
            name, 'its table orders lacks a column: run `esteira migrate`, or read it in cursor_mode "sequence"'
        ) from error
    except errors.UndefinedTable as error:
        raise unfit(name, "it has no table orders: run `esteira migrate`") from error
    except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
        raise unfit(name, f"its user may not do this: {error.diag.message_primary}") from error


def unfit(name: str, fault: str) -> SourceUnfit:
    """The error for a fault of this source."""
    return SourceUnfit(f"({name}: {fault})")


def facts(database: Database, name: str, named: str) -> dict[str, Any]:
    """The one row of facts that a statement finds, by their names."""
    with database.transaction() as connection, fit(name):
        return connection.cursor(row_factory=dict_row).execute(statement(named)).fetchone() or {}
