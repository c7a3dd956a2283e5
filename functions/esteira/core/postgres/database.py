"""One Postgres database behind a small pool: broken connections are replaced, driver errors get our words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout
from pydantic import SecretStr

from esteira.core.errors import BadRow, BadSettings, Unavailable

T = TypeVar("T")

Connection = psycopg.Connection[tuple[Any, ...]]

RETRIED = (errors.SerializationFailure, errors.DeadlockDetected)
TRIES = 3

WAIT_TIMEOUT_SECONDS = 3
DEFAULTS = {
    "application_name": "esteira",
    "connect_timeout": "3",
    # A server that vanishes without a word (a failover, a lost network) would be waited for until the kernel gives up,
    # which takes it a quarter of an hour, and two hours where nothing is under way. With these it is 10 to 20 s.
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
}
SESSION = {
    "statement_timeout": "20s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "TimeZone": "UTC",
}
SET_ALL = "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS session (name, value)"


class Database:
    """Connections to one database. Nothing is connected before the first transaction.

    `unavailable` is the word for "this database does not answer": all errors of the driver are raised as it, save
    those of the data (classes 22 and 23), which are `BadRow`. No message holds the connection string.

    With `single_statements` each statement is a transaction and a round trip of its own, and no connection is tried
    before it is used: a dead one fails the first statement (see `SingleStatements`).
    """

    def __init__(
        self, dsn: SecretStr, *, unavailable: type[Unavailable], connections: int = 4, single_statements: bool = False
    ) -> None:
        self._unavailable = unavailable
        self._opening = Lock()
        self._conninfo = make_conninfo(**{**DEFAULTS, **_parsed(dsn)})
        self._pool = ConnectionPool[Connection](
            self._conninfo,
            kwargs={"autocommit": single_statements},
            min_size=0,
            max_size=connections,
            open=False,
            timeout=WAIT_TIMEOUT_SECONDS,
            reconnect_timeout=WAIT_TIMEOUT_SECONDS,
            configure=_limit,
            check=None if single_statements else ConnectionPool.check_connection,
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection with a transaction open; committed at the end, rolled back on an error.

        An `Unavailable` out of the COMMIT itself leaves open whether it took place.
        """
        try:
            with self._opened().connection() as connection:
                yield connection
        except (errors.DataError, errors.IntegrityError) as error:
            raise BadRow(_sentence(error)) from error
        except RETRIED:
            raise
        except PoolTimeout as error:
            raise self._unavailable(self._why()) from error
        except psycopg.Error as error:
            raise self._unavailable(_sentence(error)) from error

    def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` answers in one transaction; done again, up to three times, when Postgres asks for it (40001)."""
        for _ in range(TRIES - 1):
            try:
                with self.transaction() as connection:
                    return work(connection)
            except RETRIED:
                continue
        return self._last_try(work)

    def close(self) -> None:
        """Gives back the connections. A later transaction fails."""
        self._pool.close()

    def _last_try(self, work: Callable[[Connection], T]) -> T:
        try:
            with self.transaction() as connection:
                return work(connection)
        except RETRIED as error:
            raise self._unavailable(_sentence(error)) from error

    def _why(self) -> str:
        """The pool tells no reason for having no connection; a connection of our own does."""
        try:
            psycopg.connect(self._conninfo).close()
        except psycopg.Error as error:
            return _sentence(error)
        return "(all connections were in use, or the server came back this moment)"

    def _opened(self) -> ConnectionPool[Connection]:
        with self._opening:
            if self._pool.closed:
                self._pool.open()
        return self._pool


def _parsed(dsn: SecretStr) -> dict[str, Any]:
    """The parts of a DSN. libpq's own complaint about a bad one would repeat it, password and all."""
    try:
        parts = dict(conninfo_to_dict(dsn.get_secret_value()))
    except psycopg.ProgrammingError:
        raise BadSettings("A Postgres connection string cannot be understood.") from None
    # A password with an unescaped @ ends up in the host, and the host in every message.
    if "@" in str(parts.get("host", "")):
        raise BadSettings("A Postgres connection string has an @ in its host; in a password it is written %40.")
    return parts


def _limit(connection: Connection) -> None:
    """Time limits of a new session. By SET, since poolers refuse them among the start-up options."""
    usual, connection.autocommit = connection.autocommit, True
    connection.execute(SET_ALL, (list(SESSION), list(SESSION.values())))
    connection.autocommit = usual


def _sentence(error: psycopg.Error) -> str:
    """What happened, in the server's words where it spoke; never with the row's values (those stand in DETAIL)."""
    words = error.diag.message_primary or next(iter(str(error).splitlines()), type(error).__name__)
    return f"({words})"
