"""One's own account, and what administrators do."""

import pytest
from esteira.accounts.account import Language
from esteira.accounts.administer_users import ChangeUser, ListUsers, change_user, create_admin, list_users
from esteira.accounts.end_sessions import list_sessions
from esteira.accounts.manage_account import (
    ChangePassword,
    ChangeProfile,
    ResetPassword,
    ask_for_reset,
    change_password,
    change_profile,
    read_account,
    read_profile,
    reset_password,
)
from esteira.accounts.sign_up import NameAddress
from esteira.core.errors import LastAdmin, NotFound, Unprocessable, WrongCredentials
from esteira.core.principal import Principal, Role
from esteira.mail.mail_kind import MailKind
from pydantic import SecretStr, ValidationError

from tests.fixtures.accounts import EMAIL, PASSWORD, AccountsOnTwins, signing_up

MACHINE = Principal(id="machine:tests", kind="machine", role=Role.ADMIN, name="tests")
NEW = SecretStr("uma senha nova")


def maria(room: AccountsOnTwins) -> Principal:
    room.sign_up()
    return room.authenticator()(room.sign_in().access_token)


def test_the_named_fields_of_a_profile_change_and_mails_follow(room: AccountsOnTwins) -> None:
    me = maria(room)

    changed = change_profile(room.deps, me, ChangeProfile(language=Language.ENGLISH, time_zone="Europe/Lisbon"))

    account = changed.account
    assert (account.name, account.language, account.time_zone) == ("Maria", Language.ENGLISH, "Europe/Lisbon")
    assert room.mails.recipients[account.id] == account == read_account(room.deps, me)


def test_mails_about_look_ups_are_switched_off_and_on_in_the_profile(room: AccountsOnTwins) -> None:
    me = maria(room)

    off, read, on = (
        change_profile(room.deps, me, ChangeProfile(lookup_mails=False)),
        read_profile(room.deps, me),
        change_profile(room.deps, me, ChangeProfile(lookup_mails=True)),
    )

    assert [profile.lookup_mails for profile in (off, read, on)] == [False, False, True]
    assert off.account == on.account == read_account(room.deps, me)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": None},
        {"lookup_mails": None},
        {"role": "admin"},
        {"email": "x@example.com"},
        {"is_admin": True},
        {"version": 9},
    ],
)
def test_a_profile_takes_nothing_else(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ChangeProfile.model_validate(fields)


def test_a_new_password_ends_all_other_sessions_and_is_told_by_mail(room: AccountsOnTwins) -> None:
    me = maria(room)
    room.sign_in()
    change_password(room.deps, me, ChangePassword(current=SecretStr(PASSWORD), password=NEW))

    assert [session.id for session in list_sessions(room.deps, me)] == [me.session]
    assert room.mails.sent[-1].kind is MailKind.PASSWORD_CHANGED
    assert room.sign_in(password=NEW.get_secret_value()).access_token
    with pytest.raises(WrongCredentials):
        room.sign_in()


def test_a_new_password_needs_the_present_one(room: AccountsOnTwins) -> None:
    with pytest.raises(Unprocessable, match="current"):
        change_password(room.deps, maria(room), ChangePassword(current=NEW, password=NEW))


def test_a_forgotten_password_is_set_with_a_mailed_code_and_ends_all_sessions(room: AccountsOnTwins) -> None:
    me = maria(room)
    ask_for_reset(room.deps, NameAddress(email=EMAIL))
    reset_password(room.deps, ResetPassword(email=EMAIL, code=room.last_code, password=NEW))

    assert list_sessions(room.deps, me) == []
    assert room.sign_in(password=NEW.get_secret_value()).access_token


def test_nobody_learns_by_a_reset_whether_an_address_has_an_account(room: AccountsOnTwins) -> None:
    ask_for_reset(room.deps, NameAddress(email="nobody@example.com"))

    assert room.mails.sent == []
    with pytest.raises(Unprocessable, match="code"):
        reset_password(room.deps, ResetPassword(email="nobody@example.com", code="12345678", password=NEW))


def test_a_machine_has_no_account(room: AccountsOnTwins) -> None:
    with pytest.raises(NotFound):
        read_account(room.deps, MACHINE)


def test_the_first_administrator_is_made_of_nothing_or_of_an_account(room: AccountsOnTwins) -> None:
    room.sign_up()

    for address in (EMAIL, "root@example.com"):
        admin = create_admin(room.deps, signing_up(email=address, password="the admin's own"))
        assert (admin.role, admin.confirmed) == (Role.ADMIN, True)
        assert room.sign_in(email=address, password="the admin's own").access_token


@pytest.mark.parametrize("change", [ChangeUser(role=Role.VIEWER), ChangeUser(disabled=True)])
def test_the_last_administrator_stays_one(room: AccountsOnTwins, change: ChangeUser) -> None:
    last = create_admin(room.deps, signing_up())
    with pytest.raises(LastAdmin):
        change_user(room.deps, MACHINE, last.id, change)

    create_admin(room.deps, signing_up(email="root@example.com"))

    assert change_user(room.deps, MACHINE, last.id, change).version == last.version + 1


@pytest.mark.parametrize("user_id", ["", "1", "user:", "00000000-0000-0000-0000-000000000000", "{'$ne': null}", "../x"])
def test_an_unknown_user_is_not_found(room: AccountsOnTwins, user_id: str) -> None:
    with pytest.raises(NotFound):
        change_user(room.deps, MACHINE, user_id, ChangeUser(disabled=True))


def test_users_are_listed_by_address_in_pages(room: AccountsOnTwins) -> None:
    for name in ("carla", "ana", "bia"):
        room.sign_up(email=f"{name}@example.com")

    first = list_users(room.deps, ListUsers(limit=2))
    rest = list_users(room.deps, ListUsers(after=first[-1].email_key))

    assert [account.email.partition("@")[0] for account in [*first, *rest]] == ["ana", "bia", "carla"]


def test_whose_account_is_disabled_gets_no_mails_about_look_ups_until_it_is_enabled(room: AccountsOnTwins) -> None:
    me = maria(room)
    kept = []

    for disabled in (True, False):
        account = change_user(room.deps, MACHINE, me.id, ChangeUser(disabled=disabled))
        kept.append(room.mails.recipients[account.id].disabled)

    assert kept == [True, False]
