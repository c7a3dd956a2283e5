"""Contract of `TokenRepository`: the in-memory twin and Postgres."""

from datetime import timedelta

import pytest
from esteira.tokens.integration_token import NewToken, TokenChange
from esteira.tokens.memory import MemoryTokenRepository
from esteira.tokens.ports import TokenRepository
from esteira.tokens.postgres.token_repository import PostgresTokenRepository

from tests.fixtures.clock import READ_AT

LATER = READ_AT + timedelta(hours=2)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "postgres"])
def token_repository(request: pytest.FixtureRequest) -> TokenRepository:
    if request.param == "memory":
        return MemoryTokenRepository()
    return PostgresTokenRepository(request.getfixturevalue("target_database"))


def new(name: str = "erp", *, sealed: bytes = b"sealed", margin: timedelta | None = None) -> NewToken:
    return NewToken(
        name=name, provider="acmepay", sealed_secret=sealed, lifetime=HOUR, expiring_margin=margin, at=READ_AT
    )


def test_the_lifetime_of_a_token_begins_when_it_is_added(token_repository: TokenRepository) -> None:
    token = token_repository.add(new(margin=timedelta(minutes=5)))

    assert token
    assert (token.name, token.provider, token.lifetime) == ("erp", "acmepay", HOUR)
    assert (token.created_at, token.updated_at) == (READ_AT, READ_AT)
    assert token.expiring_margin == timedelta(minutes=5)


def test_a_taken_name_is_refused_and_the_first_token_stays(token_repository: TokenRepository) -> None:
    token_repository.add(new(sealed=b"first"))

    assert token_repository.add(new(sealed=b"second")) is None
    assert token_repository.sealed_secret("erp") == b"first"


def test_a_new_secret_starts_a_new_lifetime(token_repository: TokenRepository) -> None:
    token_repository.add(new(margin=HOUR))

    token = token_repository.change("erp", TokenChange(at=LATER, sealed_secret=b"other"))

    assert token
    assert (token.created_at, token.updated_at) == (READ_AT, LATER)
    assert (token.lifetime, token.expiring_margin, token.provider) == (HOUR, HOUR, "acmepay")
    assert token_repository.sealed_secret("erp") == b"other"


def test_any_other_change_leaves_secret_and_update_time_unchanged(token_repository: TokenRepository) -> None:
    token_repository.add(new())

    token = token_repository.change(
        "erp", TokenChange(at=LATER, provider="bank", lifetime=2 * HOUR, expiring_margin=timedelta(0))
    )

    assert token
    assert (token.provider, token.lifetime, token.expiring_margin) == ("bank", 2 * HOUR, timedelta(0))
    assert (token.updated_at, token_repository.sealed_secret("erp")) == (READ_AT, b"sealed")


def test_tokens_are_listed_by_name(token_repository: TokenRepository) -> None:
    for name in ("b", "a.b", "c"):
        token_repository.add(new(name))

    assert [token.name for token in token_repository.all()] == ["a.b", "b", "c"]


def test_a_token_is_removed_with_its_secret(token_repository: TokenRepository) -> None:
    token_repository.add(new())

    assert (token_repository.remove("erp"), token_repository.remove("erp")) == (True, False)
    assert (token_repository.all(), token_repository.sealed_secret("erp")) == ([], None)


def test_an_unknown_token_cannot_be_changed(token_repository: TokenRepository) -> None:
    assert token_repository.change("erp", TokenChange(at=LATER, provider="bank")) is None


def test_the_default_margin_applies_to_tokens_without_a_margin(token_repository: TokenRepository) -> None:
    token_repository.add(new("a"))
    token_repository.add(new("b", margin=timedelta(0)))

    lives = [token.life(HOUR) for token in token_repository.all()]

    assert [(life.name, life.expiring_margin) for life in lives] == [("a", HOUR), ("b", timedelta(0))]
