"""Which tokens are accepted: ours, and none of the forms that other libraries have fallen for (T31)."""

from dataclasses import replace

import pytest
from esteira.accounts.access_tokens import AccessClaims, issue
from esteira.accounts.session import new_refresh_token, new_session
from esteira.core.errors import Unauthorized

from tests.fixtures.accounts import AccountsOnTwins
from tests.fixtures.forged_tokens import FORGED, KID, PRIVATE, Forger


@pytest.fixture
def forger(room: AccountsOnTwins) -> Forger:
    account = room.sign_up()
    session = replace(new_session(account.id, room.clock(), address="", agent=""), id="session")
    room.deps.session_repository.begin(session, new_refresh_token(session)[1])
    forger = Forger(AccessClaims(account_id=account.id, session_id=session.id), room.clock())
    room.keys.add(forger.key())
    return forger


def test_our_own_token_is_accepted(room: AccountsOnTwins, forger: Forger) -> None:
    token = issue(forger.claims, forger.now, kid=KID, private_key=PRIVATE)

    assert room.authenticator()(token).id == f"user:{forger.claims.account_id}"
    assert room.authenticator()(forger.signed()).session == "session"


@pytest.mark.parametrize("form", FORGED)
def test_a_forged_token_is_refused_in_the_same_words(room: AccountsOnTwins, forger: Forger, form: str) -> None:
    with pytest.raises(Unauthorized) as refused:
        room.authenticator()(FORGED[form](forger))

    assert str(refused.value) == "A valid bearer token is needed."


def test_a_token_ends_after_ten_minutes_and_five_seconds_for_differing_clocks(
    room: AccountsOnTwins, forger: Forger
) -> None:
    token = issue(forger.claims, forger.now, kid=KID, private_key=PRIVATE)
    room.clock.forward(605)
    assert room.authenticator()(token)

    room.clock.forward(1)

    with pytest.raises(Unauthorized):
        room.authenticator()(token)
