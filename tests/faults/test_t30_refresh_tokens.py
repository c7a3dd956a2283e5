"""T30: refresh tokens used by many at once, again later, and by a thief; Redis emptied; what the stores' files hold."""

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest
from esteira.accounts import wiring
from esteira.core.errors import Unauthorized

from tests.faults.figures import log_figures
from tests.fixtures.accounts import EMAIL, PASSWORD
from tests.harness.accounts_api import AccountsApi, accounts_after_cold_start
from tests.harness.mongo import MongoServer
from tests.harness.people import Outcome, People, at_once
from tests.harness.redis import RedisServer
from tests.integration.http_calls import TOKEN

USES = int(os.environ.get("USES") or 50)
ROUNDS = int(os.environ.get("ROUNDS") or 3)
AFTER_THE_GRACE_SECONDS = 5.1
AFTER_THE_CACHE_SECONDS = 10.1


class Family:
    """A session by all of its refresh tokens, the newest last, whoever has them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.access_tokens: list[str] = []
        self.tokens: list[str] = []
        self.note(people.sign_in())

    def note(self, outcome: Outcome) -> Outcome:
        """Add the tokens of an answer."""
        if outcome.signed_in:
            self.tokens.append(outcome.signed_in.refresh_token)
            self.access_tokens.append(outcome.signed_in.access_token)
        return outcome

    def use(self, token: str) -> Outcome:
        """Exchange a token of the family."""
        return self.note(self._people.refresh(token))

    def use_newest(self) -> Outcome:
        """Exchange the newest token that anybody has."""
        return self.use(self.tokens[-1])

    def live(self) -> int:
        """Return how many of all tokens work, access tokens too once the functions have looked again."""
        self._people.clock.forward(AFTER_THE_CACHE_SECONDS)
        return sum(map(is_accepted, self.access_tokens)) + sum(
            self._people.refresh(token).status == 200 for token in list(self.tokens)
        )


def is_accepted(access_token: str) -> bool:
    """Return whether a route would let this token in."""
    try:
        wiring.authenticate(access_token)
    except Unauthorized:
        return False
    return True


@pytest.fixture
def people(accounts_api: AccountsApi) -> People:
    """Maria has an account, and nobody is signed in."""
    accounts_api.sign_up()
    return People()


@pytest.fixture
def family(people: People) -> Family:
    """Maria's session."""
    return Family(people)


def test_of_many_uses_at_once_one_succeeds_and_the_session_lives(people: People, family: Family) -> None:
    statuses: Counter[tuple[int, str]] = Counter()
    for _ in range(ROUNDS):
        uses = [partial(family.use, family.tokens[-1])] * USES
        statuses += Counter((outcome.status, outcome.error) for outcome in at_once(uses))
        people.clock.forward(AFTER_THE_GRACE_SECONDS)

    log_figures(rounds=ROUNDS, succeeded=statuses[200, ""], told_to_retry=statuses[401, "retry"])
    assert statuses == {(200, ""): ROUNDS, (401, "retry"): ROUNDS * (USES - 1)}
    assert family.use_newest().status == 200


@pytest.mark.parametrize("order", ["thief owner", "owner thief", "thief thief thief owner", "owner owner owner thief"])
def test_a_token_that_two_people_use_ends_its_family_and_no_other_session(
    people: People, family: Family, own_redis: RedisServer, order: str
) -> None:
    elsewhere, newest = Family(people), dict.fromkeys(("thief", "owner"), family.tokens[0])
    statuses = []
    for person in order.split():
        own_redis.flush()
        people.clock.forward(AFTER_THE_GRACE_SECONDS)
        statuses.append(family.use(newest[person]).status)
        newest[person] = family.tokens[-1]

    assert statuses == [200] * (len(statuses) - 1) + [401]
    assert family.live() == 0
    assert elsewhere.use_newest().status == 200


def test_the_grace_is_counted_from_the_first_use_however_often_the_token_is_tried(
    people: People, family: Family
) -> None:
    errors = []
    for _ in range(3):
        errors.append(family.use(family.tokens[0]).error)
        people.clock.forward(AFTER_THE_GRACE_SECONDS / 2)

    assert errors == ["", "retry", "unauthorized"]
    assert family.live() == 0


def test_no_token_lives_that_was_exchanged_while_the_family_ended(people: People) -> None:
    live = 0
    for _ in range(ROUNDS):
        family = Family(people)
        copied = family.tokens[0]
        family.use(copied)
        people.clock.forward(AFTER_THE_GRACE_SECONDS)
        uses: list[Callable[[], Outcome]] = [partial(family.use, copied), family.use_newest]
        at_once(uses * (USES // 2))
        live += family.live()

    log_figures(rounds=ROUNDS, live=live)
    assert live == 0


def test_no_file_of_a_store_contains_a_token_a_code_or_a_password(
    target_dsn: str, own_mongo: MongoServer, own_redis: RedisServer, tmp_path: Path
) -> None:
    with accounts_after_cold_start(target_dsn, own_mongo.url(), redis_url=own_redis.url) as api:
        secrets = secrets_of_a_day(api)
    own_mongo.child.stop()

    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]

    found = [secret for secret in secrets if any(secret.encode() in part for part in files + rows(target_dsn))]
    log_figures(files=len(files), secrets=len(secrets), found=len(found))
    assert any(EMAIL.encode() in part for part in files), "nothing can be found in these files"
    assert found == []


def secrets_of_a_day(api: AccountsApi) -> list[str]:
    """Sign up, in, refresh, ask for a code and create a machine's token; return every secret of it."""
    api.sign_up()
    answers = [api.sign_in()]
    for _ in range(ROUNDS):
        last = {"refresh_token": answers[-1]["refresh_token"]}
        answers.append(api.send("POST", "/sessions/refresh", last).json)
    api.send("POST", "/passwords/code", {"email": EMAIL})
    machine = api.send("POST", "/machine-tokens", {"name": "ci", "role": "viewer"}, token=TOKEN).json["token"]
    tokens = [answer[name] for answer in answers for name in ("refresh_token", "access_token")]
    return [*tokens, api.mailed_code(), machine, TOKEN, PASSWORD]


def rows(dsn: str) -> list[bytes]:
    """Return all rows of all tables as text."""
    with psycopg.connect(dsn) as connection:
        tables = connection.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r'").fetchall()
        return [repr(connection.execute(f"SELECT t::text FROM {name} t").fetchall()).encode() for (name,) in tables]
