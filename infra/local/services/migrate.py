"""Applies the SQL migrations of sources and target. Two processes may do so at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from esteira.core.errors import EsteiraError, SourceUnavailable
from esteira.core.postgres.database import Database
from esteira.producer.postgres.order_table import PostgresOrderTable
from esteira.producer.stamp_old_orders import stamp_old_orders
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import DatabaseURI
from yoyo.migrations import default_migration_table

from infra.errors import InfraError, MigrationFailed
from infra.local.home import REPOSITORY
from infra.local.services.service_endpoints import ServiceEndpoints
from infra.local.waiting import wait_until

MIGRATIONS = REPOSITORY / "infra" / "migrations"
ENCODING: Mapping[str, Any] = {"client_encoding": "UTF8"}
"""In a database in SQL_ASCII text would else be sent as bytes."""
LOCK_NUMBER = 0x4573_7465_6972_61  # "Esteira"
LOCK_PATIENCE_SECONDS = 120
TRY_LOCK = f"SELECT pg_try_advisory_xact_lock({LOCK_NUMBER})"
"""Without parameters, which makes it a simple query: the portal of the extended protocol would keep its snapshot."""


OnFault = Callable[[str, EsteiraError | InfraError], object]
"""Called with the name of a source that could not be migrated, and the error."""


def _raise(name: str, error: EsteiraError | InfraError) -> None:
    del name
    raise error


def migrate(endpoints: ServiceEndpoints, on_fault: OnFault = _raise) -> dict[str, list[str]]:
    """Brings every database up to date. Returns the name of each database with what was done to it.

    Sources in cursor mode `sequence` are read-only and are not changed. A source that fails does not stop the others:
    `on_fault` is called at the end, and raises by default. Raises `MigrationFailed` for the target.
    """
    faults: dict[str, EsteiraError | InfraError] = {}
    done: dict[str, list[str]] = {}
    sources = {
        f"source {name}": source.dsn for name, source in endpoints.sources.items() if source.cursor_mode == "xid"
    }
    for name, dsn in sources.items():
        with _apart(name, faults):
            done[name] = _apply(name, dsn.get_secret_value(), MIGRATIONS / "source")
    done["target"] = _apply("target", endpoints.target_dsn.get_secret_value(), MIGRATIONS / "target")
    for name in done.keys() & sources.keys():
        with _apart(name, faults):
            done[name] += _stamp(name, sources[name])
    for name, error in faults.items():
        on_fault(name, error)
    return done


@contextmanager
def _apart(name: str, faults: dict[str, EsteiraError | InfraError]) -> Iterator[None]:
    """Keep the error of one source for the end."""
    try:
        yield
    except (EsteiraError, MigrationFailed) as error:
        faults[name] = error


def _stamp(name: str, dsn: SecretStr) -> list[str]:
    """Stamps orders that are older than the stamping trigger: without a stamp they would never be read (R1)."""
    database = Database(dsn, unavailable=SourceUnavailable)
    try:
        stamped = stamp_old_orders(PostgresOrderTable(name, database))
    finally:
        database.close()
    return [f"{stamped} older orders stamped"] if stamped else []


def _apply(name: str, dsn: str, folder: Path) -> list[str]:
    try:
        with _only_one(name, dsn):
            return _apply_missing(dsn, folder)
    except psycopg.Error as error:
        raise MigrationFailed(f"({name}: {str(error).strip()})") from error


def _apply_missing(dsn: str, folder: Path) -> list[str]:
    backend = PostgresqlPsycopgBackend(_uri(dsn), default_migration_table)
    # Behind a pooler in transaction mode, a prepared statement may be missing at its next use.
    backend.connection.prepare_threshold = None
    backend.init_database()
    try:
        # We hold the advisory lock, so an existing lock row was left by a killed process.
        backend.break_lock()
        missing = backend.to_apply(read_migrations(str(folder)))
        with backend.lock():
            backend.apply_migrations(missing)
        return [migration.id for migration in missing]
    finally:
        backend.connection.close()


@contextmanager
def _only_one(name: str, dsn: str) -> Iterator[None]:
    """Holds an advisory lock, which ends with its connection. Yoyo's own lock is a row and outlives a killed process.

    It is the lock of an open transaction: a session's lock would stay with a pooler's connection. The transaction holds
    no snapshot between its statements, so CREATE INDEX CONCURRENTLY does not wait for it. The lock is polled for,
    because a session that waits for it in the database would hold one.
    """
    with psycopg.connect(dsn, connect_timeout=10, prepare_threshold=None, **ENCODING) as connection:
        wait_until(
            lambda: _took_lock(connection),
            seconds=LOCK_PATIENCE_SECONDS,
            failure=lambda: MigrationFailed(
                f"({name}: another migration has been running for {LOCK_PATIENCE_SECONDS} s)"
            ),
        )
        yield


def _took_lock(connection: psycopg.Connection[Any]) -> bool:
    connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    row = connection.execute(TRY_LOCK).fetchone()
    if row and row[0]:
        return True
    connection.rollback()
    return False


def _uri(dsn: str) -> DatabaseURI:
    parts = {key: str(value) for key, value in conninfo_to_dict(dsn, **ENCODING).items() if value is not None}
    return DatabaseURI(
        scheme="postgresql+psycopg",
        username=parts.pop("user", None),
        password=parts.pop("password", None),
        hostname=parts.pop("host", None),
        port=parts.pop("port", None),
        database=parts.pop("dbname", None),
        args=parts,
    )
