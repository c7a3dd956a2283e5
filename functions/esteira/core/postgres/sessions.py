"""Settings and prepared statements of a connection: kept by the session if it is direct, else by each transaction.

A pooler in transaction mode (PgBouncer, RDS Proxy) gives every transaction another server session. What a session
remembers, such as settings and prepared statements, would be missing in one transaction and unknown to be there in
another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus

Connection = psycopg.Connection[tuple[Any, ...]]

SETTINGS = {
    "statement_timeout": "20s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "TimeZone": "UTC",
    # Filters that are not given are parameters too: a plan for any values reads what a plan for these would not, and
    # Postgres changes to it when a statement was run ten times. Grouping 100,000 dead letters so took half an hour.
    "plan_cache_mode": "force_custom_plan",
}
NAMES, VALUES = list(SETTINGS), list(SETTINGS.values())

SET_IF_DIRECT = (
    "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS session (name, value)"
    " WHERE pg_backend_pid() = %s"
)
SET_FOR_TRANSACTION = (
    "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) AS session (name, value)"
)


def prepare_session(connection: Connection) -> None:
    """Set up a new session; a pooled connection gets no settings, and prepares no statements.

    A connection is direct if the process id of the protocol's start (BackendKeyData) is that of the server process;
    poolers make up one of their own. A pooler in session mode is treated as if it were in transaction mode.
    """
    autocommit, connection.autocommit = connection.autocommit, True
    done = connection.execute(SET_IF_DIRECT, (NAMES, VALUES, connection.info.backend_pid), prepare=False)
    connection.autocommit = autocommit
    if not done.rowcount:
        connection.prepare_threshold = None


def is_pooled(connection: Connection) -> bool:
    """Whether `prepare_session` found a pooler."""
    return connection.prepare_threshold is None


@contextmanager
def limited(connection: Connection) -> Iterator[None]:
    """Set up the transaction of a pooled connection; in autocommit mode, open one for that."""
    if not is_pooled(connection):
        yield
    elif connection.autocommit:
        with connection.transaction():
            _limit_transaction(connection)
            yield
    else:
        _limit_transaction(connection)
        yield


@contextmanager
def in_snapshot(connection: Connection) -> Iterator[None]:
    """Run one transaction that only reads, and sees the database as it is at its first statement."""
    connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with connection.transaction(), limited(connection):
            yield
    finally:
        # A broken connection is not used again, and refuses to be set.
        if connection.info.transaction_status is TransactionStatus.IDLE:
            connection.isolation_level, connection.read_only = None, None


def _limit_transaction(connection: Connection) -> None:
    # BEGIN and the settings in one round trip.
    with connection.pipeline():
        connection.execute(SET_FOR_TRANSACTION, (NAMES, VALUES))
