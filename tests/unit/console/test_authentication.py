"""Sessions expire, and end when the token changes."""

import pytest
from pydantic import SecretStr

from console.authentication import SESSION_LIFE, OperatorAuthenticator
from tests.fixtures.clock import HandClock


def test_a_session_is_good_for_its_life_and_not_a_second_longer() -> None:
    clock = HandClock()
    authenticator = OperatorAuthenticator(SecretStr("the operator's token"), clock=clock)
    session = authenticator.create_session()

    clock.forward(SESSION_LIFE.total_seconds() - 1)
    assert authenticator.is_valid_session(session)
    clock.forward(1)
    assert not authenticator.is_valid_session(session)


def test_a_session_ends_with_the_token_that_opened_it() -> None:
    session = OperatorAuthenticator(SecretStr("the old token")).create_session()

    assert not OperatorAuthenticator(SecretStr("the new token")).is_valid_session(session)


@pytest.mark.parametrize("forged", ["", ".", "9999999999.", "9999999999.00ff", "never.00ff", "9999999999.ção"])
def test_nobody_can_make_a_session_up(forged: str) -> None:
    assert not OperatorAuthenticator(SecretStr("the operator's token")).is_valid_session(forged)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic the-token", "the-token"])
def test_only_the_bearer_of_the_token_is_admitted(header: str) -> None:
    authenticator = OperatorAuthenticator(SecretStr("the-token"))

    assert authenticator.is_valid_header("Bearer the-token")
    assert not authenticator.is_valid_header(header)
