"""The target database for the stores of mails."""

from collections.abc import Iterator

import pytest
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.single_statements import SingleStatements
from pydantic import SecretStr


@pytest.fixture
def statements(target_dsn: str) -> Iterator[SingleStatements]:
    """Single statements at a target database of its own."""
    statements = SingleStatements(SecretStr(target_dsn), unavailable=TargetUnavailable)
    yield statements
    statements.close()
