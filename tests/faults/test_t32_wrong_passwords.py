"""T32: wrong passwords from one and from many addresses, and what answers tell of accounts. The argon2 is real."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pymongo
import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from esteira.accounts import wiring
from esteira.accounts.limits import TRIES_FOR_ONE_ACCOUNT, TRIES_FROM_ONE_ADDRESS, WINDOW
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from tests.faults.figures import log_figures
from tests.fixtures.accounts import EMAIL, PASSWORD
from tests.harness.accounts_api import HOME, AccountsApi
from tests.harness.people import Outcome, People, at_once

TRIES = int(os.environ.get("TRIES") or 100)

ADDRESSES = 100
BURST = 50
WRONG = "a wrong one"


@pytest.fixture
def people(accounts_api: AccountsApi) -> People:
    """Maria has an account, and signed in at home an hour ago."""
    accounts_api.sign_up()
    accounts_api.sign_in()
    people = People()
    people.clock.forward(3600)
    return people


def stranger(number: int) -> str:
    """Return an address of many."""
    return f"198.51.100.{number % ADDRESSES}"


def test_of_all_passwords_from_one_address_five_are_compared(people: People) -> None:
    outcomes = at_once([partial(people.sign_in, WRONG, address=stranger(1))] * TRIES)

    log_figures(tries=TRIES, compared=people.hasher.hashed)
    assert people.hasher.hashed == TRIES_FROM_ONE_ADDRESS
    assert_refused(outcomes, compared=people.hasher.hashed)
    assert people.sign_in(address=stranger(2)).status == people.sign_in(address=HOME).status == 200


def test_of_all_passwords_from_a_hundred_addresses_twenty_are_compared_in_any_quarter_of_an_hour(
    people: People,
) -> None:
    compared: list[datetime] = []
    outcomes: list[Outcome] = []
    for burst in range(TRIES // BURST):
        before = people.hasher.hashed
        tries = [partial(people.sign_in, WRONG, address=stranger(burst * BURST + n)) for n in range(BURST)]
        outcomes += at_once(tries)
        compared += [people.clock.now] * (people.hasher.hashed - before)
        people.clock.forward(240)

    log_figures(tries=len(outcomes), compared=len(compared), in_one_window=most_within(compared, WINDOW))
    assert most_within(compared, WINDOW) == TRIES_FOR_ONE_ACCOUNT
    assert_refused(outcomes, compared=len(compared))
    assert people.sign_in(address=HOME).status == 200


def assert_refused(outcomes: list[Outcome], *, compared: int) -> None:
    """Assert that nobody got in, and who was not compared was told when to come again."""
    told_to_wait = [outcome for outcome in outcomes if outcome.status == 429]
    assert {outcome.status for outcome in outcomes} == {401, 429}
    # On a busy machine some wait so long for a processor that they are told to come again.
    assert len(told_to_wait) >= len(outcomes) - compared
    assert all(0 < outcome.retry_after_seconds <= 900 for outcome in told_to_wait)


def most_within(moments: list[datetime], window: timedelta) -> int:
    """Return how many of these lie in one window at most."""
    return max(sum(begin <= moment < begin + window for moment in moments) for begin in moments)


SPOOFED = ("x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip", "cf-connecting-ip", "x-forwarded", "via")


def test_no_header_gives_a_further_try(accounts_api: AccountsApi, people: People) -> None:
    wrong = {"email": EMAIL, "password": WRONG}
    headers = [{name: f"{prefix}{stranger(n)}"} for n in range(5) for prefix in ("", "for=") for name in SPOOFED]

    answers = [accounts_api.send("POST", "/sessions", wrong, address=stranger(1), **header) for header in headers]

    assert [answer.status for answer in answers] == [401] * 5 + [429] * (len(headers) - 5)
    assert people.hasher.hashed == TRIES_FROM_ONE_ADDRESS


SPELLINGS = ("MARIA@EXAMPLE.COM", "Maria@Example.com", " maria@example.com", "maria@EXAMPLE.com ", "maria@example.com.")
"""Of one address. Those that are refused give no try either."""


def test_other_spellings_of_an_address_give_no_further_try(accounts_api: AccountsApi, people: People) -> None:
    bodies = [{"email": email, "password": WRONG} for email in (EMAIL, *SPELLINGS) * 5]

    answers = [accounts_api.send("POST", "/sessions", body, address=stranger(1)) for body in bodies]

    assert {answer.status for answer in answers} <= {401, 422, 429}
    assert people.hasher.hashed == TRIES_FROM_ONE_ADDRESS


BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/accounts"): {"email": "other@example.com", "password": PASSWORD, "name": "Other"},
    ("POST", "/sessions"): {"email": EMAIL, "password": PASSWORD},
    ("POST", "/passwords"): {"email": EMAIL, "password": PASSWORD, "code": "12345678"},
    ("PUT", "/me/password"): {"current": PASSWORD, "password": PASSWORD},
}
"""The routes that take a password."""


def test_no_route_hashes_a_password_that_is_too_long_or_no_text(accounts_api: AccountsApi, people: People) -> None:
    token = accounts_api.sign_in()["access_token"]
    before = people.hasher.hashed
    passwords = ("x" * 1_000_000, "x" * 129, "\ud800" * 8, {"$ne": None}, None, 12345678)

    answers = {
        (route, repr(password)[:20]): accounts_api.send(*route, body | {"password": password}, token=token).status
        for route, body in BODIES.items()
        for password in passwords
    }

    assert {case: status for case, status in answers.items() if status not in {400, 422}} == {}
    assert people.hasher.hashed == before


def test_passwords_are_stored_as_argon2id_of_at_least_the_advised_cost(people: People) -> None:
    account = people.deps.account_repository.by_address(EMAIL)
    assert account is not None

    cost = extract_parameters(account.password_hash)

    assert account.password_hash.startswith("$argon2id$v=19$")
    assert (cost.type, cost.parallelism) == (Type.ID, 1)
    assert cost.memory_cost >= 19_456
    assert cost.time_cost >= 2


class Commands(CommandListener):
    """The commands that MongoDB gets, each with its collection."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def started(self, event: CommandStartedEvent) -> None:
        """Note a command."""
        self.seen.append((event.command_name, str(event.command.get(event.command_name))))

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing is noted of an answer."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing is noted of an answer."""


@pytest.fixture
def commands(accounts_api: AccountsApi) -> Iterator[Commands]:
    """What the function asks MongoDB, from now on."""
    commands = Commands()
    client = pymongo.MongoClient[Any](accounts_api.mongo_url, tz_aware=True, event_listeners=[commands])
    with closing(client):
        wiring.accounts().database = client.get_default_database()
        yield commands


def test_an_unknown_address_and_a_wrong_password_cost_the_same_work(
    accounts_api: AccountsApi, commands: Commands
) -> None:
    accounts_api.sign_up()
    people = People()

    work = [work_of_a_sign_in(people, commands, email) for email in (EMAIL, "nobody@example.com")]

    assert work[0] == work[1]
    assert work[0][1] == 1


def work_of_a_sign_in(people: People, commands: Commands, email: str) -> tuple[list[tuple[str, str]], int]:
    """Return the commands and the number of hashes of a sign-in that is refused."""
    people.clock.forward(WINDOW.total_seconds())
    commands.seen.clear()
    before = people.hasher.hashed
    assert people.sign_in(WRONG, email=email, address=stranger(1)).status == 401
    return list(commands.seen), people.hasher.hashed - before
