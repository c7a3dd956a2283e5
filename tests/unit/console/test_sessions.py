"""Sessions expire after their lifetime or when the token changes."""

import pytest
from pydantic import SecretStr

from console.sessions import SESSION_LIFE, Guard
from tests.making import HandClock


def test_a_session_is_good_for_its_life_and_not_a_second_longer() -> None:
    clock = HandClock()
    guard = Guard(SecretStr("the operator's token"), clock=clock)
    session = guard.open_session()

    clock.forward(SESSION_LIFE.total_seconds() - 1)
    assert guard.admits_session(session)
    clock.forward(1)
    assert not guard.admits_session(session)


def test_a_session_ends_with_the_token_that_opened_it() -> None:
    session = Guard(SecretStr("the old token")).open_session()

    assert not Guard(SecretStr("the new token")).admits_session(session)


@pytest.mark.parametrize("forged", ["", ".", "9999999999.", "9999999999.00ff", "never.00ff", "9999999999.ção"])
def test_a_forged_session_is_refused(forged: str) -> None:
    assert not Guard(SecretStr("the operator's token")).admits_session(forged)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic the-token", "the-token"])
def test_only_the_bearer_of_the_token_is_admitted(header: str) -> None:
    guard = Guard(SecretStr("the-token"))

    assert guard.admits_header("Bearer the-token")
    assert not guard.admits_header(header)
