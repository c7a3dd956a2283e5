"""The cache of companies: one contract, kept in memory and in Postgres."""

from datetime import datetime, timedelta

import pytest
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.lookups.company import Company
from esteira.lookups.memory import MemoryCompanyCache
from esteira.lookups.ports import CompanyCache
from esteira.lookups.postgres.company_cache import PostgresCompanyCache
from pydantic import SecretStr

from tests.fixtures.provider_answers import ASKED_AT, CNPJ, company
from tests.harness.ports import free_port


@pytest.fixture(params=["memory", "postgres"])
def cache(request: pytest.FixtureRequest) -> CompanyCache:
    if request.param == "memory":
        return MemoryCompanyCache()
    return PostgresCompanyCache(request.getfixturevalue("target_database"))


def asked_at(moment: datetime, name: str = "OPEN KNOWLEDGE BRASIL") -> Company:
    provenance = company().provenance.model_copy(update={"asked_at": moment})
    return company().model_copy(update={"provenance": provenance, "name": name})


def test_a_company_is_kept_whole_with_its_partners_and_the_raw_answer(cache: CompanyCache) -> None:
    cache.put(company())

    assert cache.get(CNPJ, ASKED_AT) == company()


def test_an_answer_that_is_too_old_counts_as_none(cache: CompanyCache) -> None:
    cache.put(company())

    assert cache.get(CNPJ, ASKED_AT + timedelta(microseconds=1)) is None
    assert cache.get("00000000000191", ASKED_AT) is None


def test_the_latest_answer_stays_in_whatever_order_they_come(cache: CompanyCache) -> None:
    for hours in (1, 3, 2):
        cache.put(asked_at(ASKED_AT + timedelta(hours=hours), name=f"AFTER {hours} HOURS"))

    kept = cache.get(CNPJ, ASKED_AT)
    assert kept is not None
    assert kept.name == "AFTER 3 HOURS"


def test_a_company_that_this_release_cannot_parse_counts_as_none(target_database: Database) -> None:
    cache = PostgresCompanyCache(target_database)
    cache.put(company())
    with target_database.transaction() as connection:
        connection.execute("UPDATE companies SET company = company - 'name'")

    assert cache.get(CNPJ, ASKED_AT) is None
    cache.put(company())
    assert cache.get(CNPJ, ASKED_AT) == company()


def test_a_target_that_is_away_is_named_by_its_setting() -> None:
    dsn = SecretStr(f"postgresql://esteira@127.0.0.1:{free_port()}/target")
    cache = PostgresCompanyCache(Database(dsn, unavailable=TargetUnavailable))

    with pytest.raises(TargetUnavailable, match="ESTEIRA_TARGET_DSN"):
        cache.get(CNPJ, ASKED_AT)
    with pytest.raises(TargetUnavailable, match="ESTEIRA_TARGET_DSN"):
        cache.put(company())
