"""Fixtures of several integration suites."""

from collections.abc import Iterator

import pytest
from esteira.adapters.postgres.database import Database
from esteira.errors import TargetUnavailable
from pydantic import SecretStr


@pytest.fixture
def target_database(target_dsn: str) -> Iterator[Database]:
    """A connection pool of the fresh target at `target_dsn`."""
    database = Database(SecretStr(target_dsn), unavailable=TargetUnavailable)
    yield database
    database.close()
