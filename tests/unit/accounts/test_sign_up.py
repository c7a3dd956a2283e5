"""An account belongs to who can read the mails of its address."""

import pytest
from esteira.accounts.account import Language
from esteira.accounts.sign_up import Confirm, NameAddress, confirm, resend_code, sign_up
from esteira.core.errors import NotConfirmed, TooManyRequests, Unprocessable, WrongCredentials
from esteira.core.principal import Role
from esteira.mail.mail_kind import MailKind
from pydantic import ValidationError

from tests.fixtures.accounts import EMAIL, HOME, AccountsOnTwins, signing_up


def test_a_new_account_is_a_viewer_in_portuguese_and_the_time_of_sao_paulo(room: AccountsOnTwins) -> None:
    account = room.sign_up()

    assert (account.role, account.language, account.time_zone) == (
        Role.VIEWER,
        Language.PORTUGUESE,
        "America/Sao_Paulo",
    )
    assert room.mails.recipients[account.id] == account


def test_nobody_signs_in_before_the_code_came_back(room: AccountsOnTwins) -> None:
    sign_up(room.deps, signing_up(), HOME)

    with pytest.raises(NotConfirmed):
        room.sign_in()

    confirm(room.deps, Confirm(email=EMAIL, code=room.last_code))
    assert room.sign_in().access_token


def test_an_address_is_the_same_in_any_case(room: AccountsOnTwins) -> None:
    room.sign_up(email="Maria@Example.COM")

    assert room.sign_in(email="MARIA@example.com").access_token


def test_a_domain_in_another_script_is_the_one_that_dns_knows(room: AccountsOnTwins) -> None:
    account = room.sign_up(email="maria@Exämple.com")

    assert account.email == "maria@xn--exmple-cua.com"
    assert room.sign_in(email="maria@exämple.com").access_token


def test_a_taken_address_is_not_told_apart_and_its_owner_gets_a_mail_an_hour(room: AccountsOnTwins) -> None:
    mine = room.sign_up()

    for _ in range(3):
        sign_up(room.deps, signing_up(password="another password", name="Mallory"), HOME)

    assert [mail.kind for mail in room.mails.sent] == [MailKind.CONFIRM_ACCOUNT, MailKind.ADDRESS_TAKEN]
    assert room.accounts.by_id(mine.id) == mine


def test_who_signs_up_with_an_address_that_was_never_confirmed_takes_it_over(room: AccountsOnTwins) -> None:
    sign_up(room.deps, signing_up(password="the squatter's password"), HOME)
    room.sign_up()

    assert room.sign_in().access_token
    with pytest.raises(WrongCredentials):
        room.sign_in(password="the squatter's password")


@pytest.mark.parametrize("wait_seconds", [0, 899])
def test_a_code_is_valid_once(room: AccountsOnTwins, wait_seconds: float) -> None:
    sign_up(room.deps, signing_up(), HOME)
    command = Confirm(email=EMAIL, code=room.last_code)
    room.clock.forward(wait_seconds)
    confirm(room.deps, command)

    with pytest.raises(Unprocessable, match="code"):
        confirm(room.deps, command)


def test_a_code_ends_after_a_quarter_of_an_hour(room: AccountsOnTwins) -> None:
    sign_up(room.deps, signing_up(), HOME)
    room.clock.forward(900)

    with pytest.raises(Unprocessable, match="15 minutes"):
        confirm(room.deps, Confirm(email=EMAIL, code=room.last_code))


def test_a_code_can_be_guessed_five_times(room: AccountsOnTwins) -> None:
    sign_up(room.deps, signing_up(), HOME)
    right = room.last_code
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    for _ in range(5):
        with pytest.raises(Unprocessable):
            confirm(room.deps, Confirm(email=EMAIL, code=wrong))

    with pytest.raises(Unprocessable):
        confirm(room.deps, Confirm(email=EMAIL, code=right))


def test_a_new_code_takes_the_place_of_the_old_one(room: AccountsOnTwins) -> None:
    sign_up(room.deps, signing_up(), HOME)
    old = room.last_code
    resend_code(room.deps, NameAddress(email=EMAIL))

    with pytest.raises(Unprocessable):
        confirm(room.deps, Confirm(email=EMAIL, code=old))
    assert confirm(room.deps, Confirm(email=EMAIL, code=room.last_code)).confirmed


def test_an_address_gets_at_most_five_codes_in_a_quarter_of_an_hour(room: AccountsOnTwins) -> None:
    sign_up(room.deps, signing_up(), HOME)
    for _ in range(4):
        resend_code(room.deps, NameAddress(email=EMAIL))

    with pytest.raises(TooManyRequests) as refused:
        resend_code(room.deps, NameAddress(email=EMAIL))

    assert (len(room.mails.sent), refused.value.retry_after_seconds) == (5, 900)


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "free"])
def test_a_refusal_does_not_tell_whether_an_address_is_taken(room: AccountsOnTwins, taken: bool) -> None:
    if taken:
        room.sign_up()
    room.clock.forward(3600)

    outcomes = []
    for _ in range(7):
        try:
            sign_up(room.deps, signing_up(), HOME)
            outcomes.append("accepted")
        except TooManyRequests:
            outcomes.append("refused")

    assert outcomes == ["accepted"] * 5 + ["refused"] * 2


def test_an_unknown_address_gets_no_code(room: AccountsOnTwins) -> None:
    resend_code(room.deps, NameAddress(email="nobody@example.com"))

    assert room.mails.sent == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "maria"),
        ("email", "maria@example.com\nBcc: all@example.com"),
        ("email", {"$ne": None}),
        ("password", "short"),
        ("password", "x" * 129),
        ("name", ""),
        ("name", "Maria\r\nBcc: all@example.com"),
        ("language", "fr"),
        ("time_zone", "America/Brasilia"),
        ("time_zone", "../../etc/passwd"),
        ("role", "admin"),
        ("confirmed", True),
        ("_id", "1"),
        ("password_hash", "x"),
    ],
)
def test_a_wrong_or_unknown_field_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        signing_up(**{field: value})


@pytest.mark.parametrize("password", ["password1", "11111111", "abababab", EMAIL, EMAIL.upper(), "senha123"])
def test_a_password_that_anybody_would_try_is_refused(room: AccountsOnTwins, password: str) -> None:
    with pytest.raises(Unprocessable, match="password"):
        sign_up(room.deps, signing_up(password=password), HOME)

    assert room.hasher.hashed == 0
