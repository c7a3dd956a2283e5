"""Single statements at one round trip each: every statement commits by itself, without a check of its connection."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout
from pydantic import SecretStr

from esteira.core.errors import Unavailable
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement

CONNECTIONS = 4
SHUT_DOWN = ("57P01", "57P02")


class SingleStatements:
    """Runs idempotent statements of one database: they are repeated when their connection was broken."""

    def __init__(self, dsn: SecretStr, *, unavailable: type[Unavailable]) -> None:
        self._unavailable = unavailable
        self._database = Database(dsn, unavailable=unavailable, connections=CONNECTIONS, single_statements=True)

    def ask(self, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run a statement of a `sql/` folder and return its rows. Runs it again if its connection was broken."""
        for _ in range(CONNECTIONS):
            try:
                return self._run(name, parameters)
            except self._unavailable as error:
                if not _connection_was_lost(error.__cause__):
                    raise
        return self._run(name, parameters)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def _run(self, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return self._database.run(lambda connection: _rows(connection.execute(statement(name), parameters)))


def _rows(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []


def _connection_was_lost(cause: BaseException | None) -> bool:
    if not isinstance(cause, psycopg.OperationalError) or isinstance(cause, PoolTimeout):
        return False
    return cause.sqlstate is None or cause.sqlstate in SHUT_DOWN
