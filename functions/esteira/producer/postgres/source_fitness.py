"""Inspects a source, and translates Postgres errors that mean it cannot be read as configured into `SourceUnfit`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.rows import dict_row

from esteira.core.errors import SourceUnfit
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.evidence import Marks

NO_TABLE = (
    "it has no table orders that its user may find: in cursor mode `xid` run `esteira migrate`, which creates it; "
    "in mode `sequence` create it yourself, since such a source is never changed"
)


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
        raise unfit(name, NO_TABLE) from error
    except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
        raise unfit(name, f"its user lacks a privilege: {error.diag.message_primary}") from error
    except psycopg.ProgrammingError as error:
        raise unfit(name, f"its table orders cannot be used: {error.diag.message_primary}") from error


def unfit(name: str, fault: str) -> SourceUnfit:
    """Return the error for a fault of this source."""
    return SourceUnfit(f"({name}: {fault})")


def inspect_row(database: Database, name: str, statement_name: str) -> dict[str, Any]:
    """Run an inspection statement and return its only row, by column name. Raises `SourceUnfit` for unfit columns."""
    with database.transaction() as connection, source_errors(name):
        unfit_columns = connection.execute(statement("producer/find_unfit_columns")).fetchall()
        if unfit_columns:
            raise unfit(name, _column_fault(unfit_columns))
        return connection.cursor(row_factory=dict_row).execute(statement(statement_name)).fetchone() or {}


def marks(found: Mapping[str, Any]) -> Marks:
    """Return the marks in the row of an inspection."""
    return Marks(
        table=found["table_id"],
        sequence=found["sequence_file"],
        lsn=int(found["lsn"]),
        handed_out=found["handed_out"],
    )


def _column_fault(columns: Sequence[tuple[str, str | None, bool]]) -> str:
    if not all(present for *_, present in columns):
        return NO_TABLE
    faults = [f"has no column {name}" if type_ is None else f"has {name} as {type_}" for name, type_, _ in columns]
    return f"its table orders {', '.join(faults)}, which cannot be read as an order"
