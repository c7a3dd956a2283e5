"""Signing in, and how often anybody may try (T32)."""

from dataclasses import replace

import pytest
from esteira.accounts.administer_users import ChangeUser, change_user
from esteira.accounts.deps import Caller
from esteira.core.errors import TooManyRequests, WrongCredentials
from esteira.core.principal import Principal, Role

from tests.fixtures.accounts import EMAIL, HOME, PASSWORD, AccountsOnTwins

ADMIN = Principal(id="machine:tests", kind="machine", role=Role.ADMIN, name="tests")


def attempt(room: AccountsOnTwins, caller: Caller, password: str = "a wrong one") -> str:
    """Return what became of one try."""
    try:
        room.sign_in(caller, password=password)
    except (WrongCredentials, TooManyRequests) as error:
        return type(error).__name__
    return "signed in"


def addresses(count: int) -> list[Caller]:
    return [Caller(address=f"198.51.100.{number}") for number in range(count)]


def test_a_wrong_password_an_unknown_address_and_a_disabled_account_are_not_told_apart(room: AccountsOnTwins) -> None:
    account = room.sign_up()
    change_user(room.deps, ADMIN, account.id, ChangeUser(disabled=True))
    before = room.hasher.hashed

    for email, password in ((EMAIL, PASSWORD), (EMAIL, "a wrong one"), ("nobody@example.com", PASSWORD)):
        with pytest.raises(WrongCredentials) as refused:
            room.sign_in(email=email, password=password)
        assert str(refused.value) == "E-mail address or password is wrong."

    assert room.hasher.hashed == before + 3


def test_five_passwords_from_one_address_are_compared_in_a_quarter_of_an_hour(room: AccountsOnTwins) -> None:
    room.sign_up()
    before = room.hasher.hashed

    outcomes = [attempt(room, HOME) for _ in range(20)]

    assert outcomes == ["WrongCredentials"] * 5 + ["TooManyRequests"] * 15
    assert room.hasher.hashed == before + 5


def test_all_addresses_of_an_ipv6_subscriber_count_as_one(room: AccountsOnTwins) -> None:
    room.sign_up()
    callers = [Caller(address=f"2001:db8:0:1:{number:x}::{number:x}") for number in range(1, 11)]

    outcomes = [attempt(room, caller) for caller in callers]

    assert outcomes == ["WrongCredentials"] * 5 + ["TooManyRequests"] * 5
    assert attempt(room, Caller(address="2001:db8:0:2::1"), PASSWORD) == "signed in"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:ff::1", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_tries_are_counted_by_ipv4_address_and_ipv6_network(address: str, network: str) -> None:
    assert Caller(address=address).network == network


def test_twenty_passwords_from_all_strange_addresses_are_compared(room: AccountsOnTwins) -> None:
    room.sign_up()
    before = room.hasher.hashed

    outcomes = [attempt(room, caller) for caller in addresses(100) for _ in range(2)]

    assert outcomes.count("WrongCredentials") == room.hasher.hashed - before == 20


def test_the_owner_signs_in_from_a_known_address_while_strangers_try(room: AccountsOnTwins) -> None:
    room.sign_up()
    room.sign_in(HOME)
    for caller in addresses(100):
        attempt(room, caller)

    assert attempt(room, HOME, PASSWORD) == "signed in"


def test_the_owner_signs_in_from_another_address_while_one_stranger_tries(room: AccountsOnTwins) -> None:
    room.sign_up()
    (stranger,) = addresses(1)
    for _ in range(100):
        attempt(room, stranger)

    assert attempt(room, HOME, PASSWORD) == "signed in"


def test_more_strangers_than_the_hashes_of_a_machine_allow_are_told_to_wait(room: AccountsOnTwins) -> None:
    room.deps = replace(room.deps, sign_ins_per_second=2)
    room.sign_up()
    room.sign_in(HOME)
    strangers = [Caller(address=f"203.0.113.{number}") for number in range(40)]
    before = room.hasher.hashed

    outcomes = [attempt(room, caller) for caller in strangers]

    assert outcomes.count("TooManyRequests") == 40 - 19
    assert room.hasher.hashed == before + 19
    assert attempt(room, HOME, PASSWORD) == "signed in"


def test_tries_count_again_after_a_quarter_of_an_hour(room: AccountsOnTwins) -> None:
    room.sign_up()
    for _ in range(6):
        attempt(room, HOME)
    room.clock.forward(899)
    assert attempt(room, HOME, PASSWORD) == "TooManyRequests"

    room.clock.forward(1)

    assert attempt(room, HOME, PASSWORD) == "signed in"


def test_a_right_password_forgets_the_wrong_ones_before_it(room: AccountsOnTwins) -> None:
    room.sign_up()

    outcomes = [attempt(room, HOME, password) for password in (["a wrong one"] * 4 + [PASSWORD]) * 3]

    assert outcomes == (["WrongCredentials"] * 4 + ["signed in"]) * 3


def test_an_outdated_hash_is_renewed_at_the_next_sign_in(room: AccountsOnTwins) -> None:
    account = room.sign_up()
    outdated = replace(account, password_hash=f"old hash of {PASSWORD}", version=account.version + 1)
    room.accounts.replace(outdated)

    room.sign_in()

    stored = room.accounts.by_address(EMAIL)
    assert stored is not None
    assert stored.password_hash == f"hash of {PASSWORD}"
