"""Who may use the console, and how long."""

import pytest
from esteira.accounts.sign_in import SignIn
from esteira.core.errors import AccountsUnavailable, Unauthorized
from esteira.core.principal import Role
from pydantic import SecretStr

from console.access.console_session import SESSION_LIFE
from console.access.visitors import Visitors
from tests.fixtures.accounts import EMAIL, HOME, PASSWORD, AccountsOnTwins
from tests.fixtures.visitors import visitors_on_twins

TOKEN = "the-token-of-a-machine"


@pytest.fixture
def room() -> AccountsOnTwins:
    """Maria has an account."""
    room = AccountsOnTwins()
    room.sign_up()
    return room


@pytest.fixture
def visitors(room: AccountsOnTwins) -> Visitors:
    """Maria, and a machine."""
    return visitors_on_twins(TOKEN, Role.VIEWER, room=room)


def marias(visitors: Visitors) -> str:
    """Sign Maria in and return the cookie."""
    return visitors.open_for_person(SignIn(email=EMAIL, password=SecretStr(PASSWORD)), HOME)


def test_a_person_is_known_by_the_session_for_its_life_and_not_a_second_longer(
    visitors: Visitors, room: AccountsOnTwins
) -> None:
    cookie = marias(visitors)

    room.clock.forward(SESSION_LIFE.total_seconds() - 1)
    assert visitors.visitor(cookie).name == "Maria"
    room.clock.forward(1)
    with pytest.raises(Unauthorized):
        visitors.visitor(cookie)


def test_a_session_ends_everywhere_when_its_person_signs_out(visitors: Visitors, room: AccountsOnTwins) -> None:
    cookie = marias(visitors)

    visitors.sign_out(cookie)
    room.clock.forward(11)

    with pytest.raises(Unauthorized):
        visitors.visitor(cookie)


def test_a_machine_is_known_by_its_token_and_has_its_role(visitors: Visitors) -> None:
    visitor = visitors.visitor(visitors.open_for_machine(TOKEN))

    assert (visitor.kind, visitor.role) == ("machine", Role.VIEWER)


def test_a_session_ends_with_the_token_that_opened_it(visitors: Visitors, room: AccountsOnTwins) -> None:
    cookie = visitors.open_for_machine(TOKEN)

    room.machines.remove("tests")
    room.clock.forward(11)

    with pytest.raises(Unauthorized):
        visitors.visitor(cookie)


@pytest.mark.parametrize("forged", ["", ".", "gAAAAA", "ção", "a" * 3000], ids=range(5))
def test_nobody_can_make_a_session_up(visitors: Visitors, forged: str) -> None:
    with pytest.raises(Unauthorized):
        visitors.visitor(forged)


def test_a_wrong_password_opens_nothing(visitors: Visitors) -> None:
    with pytest.raises(Unauthorized):
        visitors.open_for_person(SignIn(email=EMAIL, password=SecretStr("a wrong password")), HOME)


def test_the_installations_own_token_counts_also_while_nobody_can_look_it_up(
    visitors: Visitors, room: AccountsOnTwins
) -> None:
    room.machines.away = True

    cookie = visitors.open_for_machine(TOKEN)

    assert visitors.visitor(cookie).role is Role.OPERATOR
    with pytest.raises(AccountsUnavailable):
        visitors.open_for_machine("the token of another machine")
