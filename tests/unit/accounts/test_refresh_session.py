"""Refresh tokens are used once; two tabs stay signed in; a copied token ends its session alone (R14)."""

import pytest
from esteira.accounts.end_sessions import end_all_sessions, end_current_session, list_sessions
from esteira.accounts.refresh_session import refresh_session
from esteira.accounts.sign_in import SignedIn
from esteira.core.errors import Retry, Unauthorized
from esteira.core.principal import Principal
from esteira.mail.mail_kind import MailKind
from pydantic import SecretStr

from tests.fixtures.accounts import HOME, AccountsOnTwins


def refresh(room: AccountsOnTwins, token: str) -> SignedIn:
    return refresh_session(room.deps, SecretStr(token), HOME)


def owner(room: AccountsOnTwins, signed_in: SignedIn) -> Principal:
    return room.authenticator()(signed_in.access_token)


@pytest.fixture
def signed_in(room: AccountsOnTwins) -> SignedIn:
    room.sign_up()
    return room.sign_in()


def test_each_token_is_exchanged_for_the_next_one(room: AccountsOnTwins, signed_in: SignedIn) -> None:
    second = refresh(room, signed_in.refresh_token)
    third = refresh(room, second.refresh_token)

    assert len({signed_in.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert owner(room, third).session == owner(room, signed_in).session


@pytest.mark.parametrize("seconds_later", [0, 5])
def test_the_second_of_two_tabs_is_told_to_try_again_and_stays_signed_in(
    room: AccountsOnTwins, signed_in: SignedIn, seconds_later: float
) -> None:
    cookie = signed_in.refresh_token
    winner = refresh(room, cookie)
    room.clock.forward(seconds_later)
    with pytest.raises(Retry):
        refresh(room, cookie)

    assert refresh(room, winner.refresh_token).access_token


def test_a_copied_token_ends_its_session_and_no_other(room: AccountsOnTwins, signed_in: SignedIn) -> None:
    elsewhere = room.sign_in()
    newest = refresh(room, signed_in.refresh_token)
    room.clock.forward(5.1)
    with pytest.raises(Unauthorized):
        refresh(room, signed_in.refresh_token)

    with pytest.raises(Unauthorized):
        refresh(room, newest.refresh_token)
    with pytest.raises(Unauthorized):
        owner(room, newest)
    assert refresh(room, elsewhere.refresh_token).access_token
    assert room.mails.sent[-1].kind is MailKind.SESSION_ENDED
    assert [each.action for each in room.recorded] == ["account.signed_up", "account.confirmed", "session.ended"]


def test_it_does_not_matter_who_of_thief_and_owner_was_first(room: AccountsOnTwins, signed_in: SignedIn) -> None:
    stolen = refresh(room, signed_in.refresh_token)
    room.clock.forward(60)
    with pytest.raises(Unauthorized):
        refresh(room, signed_in.refresh_token)

    with pytest.raises(Unauthorized):
        refresh(room, stolen.refresh_token)


def test_two_tabs_that_refresh_at_once_again_and_again_both_stay_in(room: AccountsOnTwins, signed_in: SignedIn) -> None:
    cookie = signed_in.refresh_token
    for pause in (0, 6, 60):
        room.clock.forward(pause)
        winner = refresh(room, cookie)
        with pytest.raises(Retry):
            refresh(room, cookie)
        cookie = refresh(room, winner.refresh_token).refresh_token

    assert len(list_sessions(room.deps, owner(room, refresh(room, cookie)))) == 1


def test_a_session_ends_after_thirty_days_however_often_it_is_refreshed(
    room: AccountsOnTwins, signed_in: SignedIn
) -> None:
    token = signed_in.refresh_token
    for _ in range(29):
        room.clock.forward(24 * 3600)
        token = refresh(room, token).refresh_token
    room.clock.forward(24 * 3600)

    with pytest.raises(Unauthorized):
        refresh(room, token)


def test_signing_out_ends_one_session_and_everywhere_all_of_them(room: AccountsOnTwins, signed_in: SignedIn) -> None:
    others = [room.sign_in() for _ in range(3)]
    end_current_session(room.deps, owner(room, signed_in))
    with pytest.raises(Unauthorized):
        refresh(room, signed_in.refresh_token)

    assert end_all_sessions(room.deps, owner(room, others[0])) == 3
    for other in others:
        with pytest.raises(Unauthorized):
            refresh(room, other.refresh_token)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é", "{'$ne': null}"])
def test_what_is_no_token_is_refused(room: AccountsOnTwins, token: str) -> None:
    with pytest.raises(Unauthorized):
        refresh(room, token)
