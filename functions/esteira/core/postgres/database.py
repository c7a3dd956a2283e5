"""A Postgres database behind a small pool: broken connections are replaced, driver errors become `EsteiraError`s."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout
from pydantic import SecretStr

from esteira.core.connections.secret import doubt
from esteira.core.errors import BadRow, BadSettings, Unavailable
from esteira.core.postgres.sessions import Connection, in_snapshot, limited, prepare_session

T = TypeVar("T")

RETRIED = (errors.SerializationFailure, errors.DeadlockDetected)
TRIES = 3

WAIT_TIMEOUT_SECONDS = 3
DEFAULTS = {
    "application_name": "esteira",
    "connect_timeout": "3",
    # With the kernel's defaults the loss of a server that sends no reset (failover, lost network) is noticed after a
    # quarter of an hour, and after two hours on an idle connection. With these settings it is noticed in 10 to 20 s.
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
}
REQUIRED = {
    # The database's encoding or the environment's would decide otherwise: in SQL_ASCII text arrives as bytes.
    "client_encoding": "UTF8",
}


class Database:
    """A connection pool of one database. Connects at the first transaction.

    All errors of the driver are raised as `unavailable`, except those of the data (SQLSTATE classes 22 and 23), which
    are raised as `BadRow`. No message contains the connection string.

    With `single_statements` each statement is a transaction and a round trip of its own (three behind a pooler), and
    connections are not checked before use: a broken one fails its first statement (see `SingleStatements`).
    """

    def __init__(
        self, dsn: SecretStr, *, unavailable: type[Unavailable], connections: int = 4, single_statements: bool = False
    ) -> None:
        self._unavailable = unavailable
        self._opening = Lock()
        self._conninfo = make_conninfo(**{**DEFAULTS, **_parsed(dsn), **REQUIRED})
        self._pool = ConnectionPool[Connection](
            self._conninfo,
            kwargs={"autocommit": single_statements},
            min_size=0,
            max_size=connections,
            open=False,
            timeout=WAIT_TIMEOUT_SECONDS,
            reconnect_timeout=WAIT_TIMEOUT_SECONDS,
            configure=prepare_session,
            check=None if single_statements else ConnectionPool.check_connection,
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction; commit at the end, roll back on an error.

        After an `Unavailable` from the COMMIT itself it is unknown whether the transaction was committed.
        """
        with self._translated(), self._opened().connection() as connection, limited(connection):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a transaction that only reads, and in which all statements see the same rows."""
        with self._translated(), self._opened().connection() as connection, in_snapshot(connection):
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (errors.DataError, errors.IntegrityError) as error:
            raise BadRow(_message(error)) from error
        except RETRIED:
            raise
        except PoolTimeout as error:
            doubt()
            raise self._unavailable(self._connection_error()) from error
        except psycopg.Error as error:
            doubt()
            raise self._unavailable(_message(error)) from error

    def run(self, work: Callable[[Connection], T]) -> T:
        """Return the result of `work` in one transaction.

        Runs it up to three times if the transaction fails to serialize or deadlocks (SQLSTATE 40001, 40P01).
        """
        for _ in range(TRIES - 1):
            try:
                with self.transaction() as connection:
                    return work(connection)
            except RETRIED:
                continue
        return self._last_try(work)

    def close(self) -> None:
        """Close the connections. A later transaction fails."""
        self._pool.close()

    def _last_try(self, work: Callable[[Connection], T]) -> T:
        try:
            with self.transaction() as connection:
                return work(connection)
        except RETRIED as error:
            raise self._unavailable(_message(error)) from error

    def _connection_error(self) -> str:
        """Return why there is no connection. The pool's error has no reason, so connect once more without the pool."""
        try:
            psycopg.connect(self._conninfo).close()
        except psycopg.Error as error:
            return _message(error)
        return "(all connections were in use, or the server has just become available; try again)"

    def _opened(self) -> ConnectionPool[Connection]:
        with self._opening:
            if self._pool.closed:
                self._pool.open()
        return self._pool


def _parsed(dsn: SecretStr) -> dict[str, Any]:
    """Return the parts of a DSN. libpq's error is not chained: it repeats an invalid DSN with its password."""
    try:
        parts = dict(conninfo_to_dict(dsn.get_secret_value()))
    except psycopg.ProgrammingError:
        raise BadSettings("A Postgres connection string is not valid.") from None
    # An unescaped @ in a password makes the rest of the password part of the host, which messages show.
    if "@" in str(parts.get("host", "")):
        raise BadSettings("A Postgres connection string has an @ in its host; write an @ in a password as %40.")
    return parts


def _message(error: psycopg.Error) -> str:
    """Return the server's primary message, or else the driver's. DETAIL is left out: it contains the row's values."""
    message = error.diag.message_primary or next(iter(str(error).splitlines()), type(error).__name__)
    return f"({message})"
