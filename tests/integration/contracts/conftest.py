"""What the contracts of several ports are kept in."""

from collections.abc import Callable, Iterator

import pytest
from esteira.adapters.postgres.database import Database
from esteira.errors import TargetUnavailable
from pydantic import SecretStr


@pytest.fixture
def database(migrated_target: Callable[[], str]) -> Iterator[Database]:
    """A fresh target database."""
    database = Database(SecretStr(migrated_target()), unavailable=TargetUnavailable)
    yield database
    database.close()
