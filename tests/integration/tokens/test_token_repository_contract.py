"""Contract of the tokens' repository: memory and Postgres."""

from datetime import timedelta

import pytest
from esteira.tokens.integration_token import NewToken, TokenChange
from esteira.tokens.memory import MemoryTokenVault
from esteira.tokens.ports import TokenVault
from esteira.tokens.postgres.token_repository import PostgresTokenVault

from tests.fixtures.clock import READ_AT

LATER = READ_AT + timedelta(hours=2)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "postgres"])
def vault(request: pytest.FixtureRequest) -> TokenVault:
    if request.param == "memory":
        return MemoryTokenVault()
    return PostgresTokenVault(request.getfixturevalue("target_database"))


def new(name: str = "erp", *, sealed: bytes = b"sealed", margin: timedelta | None = None) -> NewToken:
    return NewToken(
        name=name, provider="acmepay", sealed_secret=sealed, lifetime=HOUR, expiring_margin=margin, at=READ_AT
    )


def test_a_token_begins_its_life_when_it_is_added(vault: TokenVault) -> None:
    token = vault.add(new(margin=timedelta(minutes=5)))

    assert token
    assert (token.name, token.provider, token.lifetime) == ("erp", "acmepay", HOUR)
    assert (token.created_at, token.updated_at) == (READ_AT, READ_AT)
    assert token.expiring_margin == timedelta(minutes=5)


def test_a_name_is_given_once(vault: TokenVault) -> None:
    vault.add(new(sealed=b"first"))

    assert vault.add(new(sealed=b"second")) is None
    assert vault.sealed_secret("erp") == b"first"


def test_a_new_secret_begins_a_new_life(vault: TokenVault) -> None:
    vault.add(new(margin=HOUR))

    token = vault.change("erp", TokenChange(at=LATER, sealed_secret=b"other"))

    assert token
    assert (token.created_at, token.updated_at) == (READ_AT, LATER)
    assert (token.lifetime, token.expiring_margin, token.provider) == (HOUR, HOUR, "acmepay")
    assert vault.sealed_secret("erp") == b"other"


def test_any_other_change_leaves_secret_and_age_as_they_are(vault: TokenVault) -> None:
    vault.add(new())

    token = vault.change("erp", TokenChange(at=LATER, provider="bank", lifetime=2 * HOUR, expiring_margin=timedelta(0)))

    assert token
    assert (token.provider, token.lifetime, token.expiring_margin) == ("bank", 2 * HOUR, timedelta(0))
    assert (token.updated_at, vault.sealed_secret("erp")) == (READ_AT, b"sealed")


def test_tokens_are_listed_by_name(vault: TokenVault) -> None:
    for name in ("b", "a.b", "c"):
        vault.add(new(name))

    assert [token.name for token in vault.all()] == ["a.b", "b", "c"]


def test_a_token_is_gone_with_its_secret(vault: TokenVault) -> None:
    vault.add(new())

    assert (vault.remove("erp"), vault.remove("erp")) == (True, False)
    assert (vault.all(), vault.sealed_secret("erp")) == ([], None)


def test_what_is_not_there_cannot_be_changed(vault: TokenVault) -> None:
    assert vault.change("erp", TokenChange(at=LATER, provider="bank")) is None


def test_the_default_margin_is_for_tokens_without_one_of_their_own(vault: TokenVault) -> None:
    vault.add(new("a"))
    vault.add(new("b", margin=timedelta(0)))

    lives = [token.life(HOUR) for token in vault.all()]

    assert [(life.name, life.expiring_margin) for life in lives] == [("a", HOUR), ("b", timedelta(0))]
