"""Keys rotate while tokens of the old key are still in use: no request is refused."""

from datetime import timedelta

import pytest
from esteira.accounts.manage_keys import key_that_signs, rotate_keys
from esteira.accounts.signing_keys import LAST_TOKENS, PUBLISH_AHEAD, SigningKey, outlived, signing_key, verifying_keys
from esteira.core.errors import Unauthorized

from tests.fixtures.accounts import AccountsOnTwins
from tests.fixtures.clock import READ_AT


def key(kid: str, after: timedelta = timedelta()) -> SigningKey:
    return SigningKey(kid=kid, public=kid.encode(), sealed_private=b"", signs_from=READ_AT + after)


OLD, NEW = key("old"), key("new", timedelta(hours=1))


@pytest.mark.parametrize(
    ("after", "signs", "verify"),
    [
        (timedelta(seconds=-1), None, {"old", "new"}),
        (timedelta(), "old", {"old", "new"}),
        (timedelta(minutes=59), "old", {"old", "new"}),
        (timedelta(hours=1), "new", {"old", "new"}),
        (timedelta(hours=1) + LAST_TOKENS - timedelta(seconds=1), "new", {"old", "new"}),
        (timedelta(hours=1) + LAST_TOKENS, "new", {"new"}),
    ],
)
def test_a_key_is_published_before_it_signs_and_verifies_until_its_last_token_expired(
    after: timedelta, signs: str | None, verify: set[str]
) -> None:
    now = READ_AT + after
    signer = signing_key([OLD, NEW], now)

    assert (signer.kid if signer else None) == signs
    assert verifying_keys([OLD, NEW], now).keys() == verify
    assert outlived([OLD, NEW], now) == {"old", "new"} - verify


def test_the_first_key_signs_at_once(room: AccountsOnTwins) -> None:
    kid, _ = key_that_signs(room.deps)

    assert [key.kid for key in room.keys.all()] == [kid]
    assert key_that_signs(room.deps)[0] == kid


def test_no_token_is_refused_while_keys_rotate(room: AccountsOnTwins) -> None:
    room.sign_up()
    warm = room.authenticator()
    kids = set()
    for _ in range(90):
        signed_in = room.sign_in()
        assert warm(signed_in.access_token).name == "Maria"
        kids.add(key_that_signs(room.deps)[0])
        if len(kids) == 1 and len(room.keys.all()) == 1:
            rotate_keys(room.deps)
        room.clock.forward(15)

    assert len(kids) == 2


def test_a_rotation_deletes_the_keys_that_verify_nothing_any_more(room: AccountsOnTwins) -> None:
    first, _ = key_that_signs(room.deps)
    rotate_keys(room.deps)
    room.clock.forward((PUBLISH_AHEAD + LAST_TOKENS).total_seconds())

    rotate_keys(room.deps)

    assert first not in {key.kid for key in room.keys.all()}
    assert len(room.keys.all()) == 2


def test_a_token_of_a_deleted_key_is_refused(room: AccountsOnTwins) -> None:
    room.sign_up()
    token = room.sign_in().access_token
    room.keys.remove([key.kid for key in room.keys.all()])

    with pytest.raises(Unauthorized):
        room.authenticator()(token)
