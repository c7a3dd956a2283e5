"""The accounts' HTTP function over its own stores."""

from collections.abc import Iterator

import pytest

from tests.harness.accounts_api import AccountsApi, accounts_after_cold_start
from tests.harness.postgres import Postgres


@pytest.fixture(scope="module")
def module_target_dsn(postgres: Postgres) -> str:
    """A migrated target database, one for each module."""
    return postgres.migrated("target")


@pytest.fixture
def api(module_target_dsn: str, own_mongo_url: str) -> Iterator[AccountsApi]:
    """The HTTP function after a cold start, with one machine's token and no account."""
    with accounts_after_cold_start(module_target_dsn, own_mongo_url) as api:
        yield api
