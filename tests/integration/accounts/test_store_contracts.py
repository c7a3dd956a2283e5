"""Contracts of the stores of accounts: the twins and MongoDB."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from esteira.accounts.account import Account, Language
from esteira.accounts.codes import KeptCode, Purpose
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.memory.accounts import MemoryAccountRepository
from esteira.accounts.memory.secrets import MemoryCodeRepository, MemoryKeyRepository, MemoryMachineTokenRepository
from esteira.accounts.memory.sessions import MemorySessionRepository
from esteira.accounts.memory.tries import MemoryTryLimiter
from esteira.accounts.mongo.accounts import MongoAccountRepository
from esteira.accounts.mongo.collections import create_account_indexes
from esteira.accounts.mongo.secrets import MongoCodeRepository, MongoKeyRepository, MongoMachineTokenRepository
from esteira.accounts.mongo.sessions import MongoSessionRepository
from esteira.accounts.mongo.tries import MongoTryLimiter
from esteira.accounts.ports import (
    AccountRepository,
    CodeRepository,
    KeyRepository,
    MachineTokenRepository,
    SessionRepository,
    TryLimiter,
)
from esteira.accounts.session import RefreshToken, Session
from esteira.accounts.signing_keys import SigningKey
from esteira.core.errors import AccountsUnavailable
from esteira.core.mongo import mongo_database
from esteira.core.principal import Role
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT

MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE


@dataclass(frozen=True, kw_only=True)
class Stores:
    """One store of each port."""

    accounts: AccountRepository
    sessions: SessionRepository
    codes: CodeRepository
    tries: TryLimiter
    keys: KeyRepository
    machines: MachineTokenRepository


@pytest.fixture(params=["memory", "mongo"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    if request.param == "memory":
        yield in_memory()
        return
    database = mongo_database(SecretStr(request.getfixturevalue("own_mongo_url")))
    create_account_indexes(database)
    yield Stores(
        accounts=MongoAccountRepository(database),
        sessions=MongoSessionRepository(database),
        codes=MongoCodeRepository(database),
        tries=MongoTryLimiter(database),
        keys=MongoKeyRepository(database),
        machines=MongoMachineTokenRepository(database),
    )
    database.client.drop_database(database.name)
    database.client.close()


def in_memory() -> Stores:
    return Stores(
        accounts=MemoryAccountRepository(),
        sessions=MemorySessionRepository(),
        codes=MemoryCodeRepository(),
        tries=MemoryTryLimiter(),
        keys=MemoryKeyRepository(),
        machines=MemoryMachineTokenRepository(),
    )


def account(name: str = "maria", **fields: object) -> Account:
    address = f"{name}@example.com"
    basis = Account(
        id=f"id-of-{name}",
        email=address,
        email_key=address,
        name=name,
        language=Language.ENGLISH,
        time_zone="Europe/Lisbon",
        password_hash="hash",
        created_at=READ_AT,
    )
    return replace(basis, **fields)  # type: ignore[arg-type]


def session(name: str = "s1", account_id: str = "a1", minutes: int = 0) -> Session:
    begun = READ_AT + minutes * MINUTE
    return Session(
        id=name, account_id=account_id, created_at=begun, expires_at=begun + timedelta(days=30), address=f"from {name}"
    )


def token(digest: str, of: Session) -> RefreshToken:
    return RefreshToken(digest=digest, session_id=of.id, expires_at=of.expires_at)


def test_an_account_is_found_by_id_and_address_as_it_was_stored(stores: Stores) -> None:
    mine = account(role=Role.OPERATOR, confirmed=True)
    stores.accounts.add(mine)

    assert stores.accounts.by_id(mine.id) == stores.accounts.by_address(mine.email_key) == mine
    assert stores.accounts.by_id("another") is stores.accounts.by_address("another") is None


def test_an_address_is_taken_once(stores: Stores) -> None:
    assert stores.accounts.add(account())
    assert not stores.accounts.add(account(id="another"))
    assert stores.accounts.by_id("another") is None


def test_of_two_changes_of_one_version_the_second_is_refused(stores: Stores) -> None:
    stores.accounts.add(account())

    outcomes = [stores.accounts.replace(replace(account(), version=2, name=name)) for name in ("first", "second")]

    kept = stores.accounts.by_id("id-of-maria")
    assert outcomes == [True, False]
    assert kept is not None
    assert kept.name == "first"


def test_administrators_are_counted_who_may_sign_in(stores: Stores) -> None:
    able = account("a", role=Role.ADMIN, confirmed=True)
    disabled = account("b", role=Role.ADMIN, confirmed=True, disabled=True)
    for one in (able, disabled, account("c", role=Role.ADMIN), account("d", confirmed=True)):
        stores.accounts.add(one)

    assert stores.accounts.admins() == 1


def test_accounts_are_listed_by_address(stores: Stores) -> None:
    for name in ("c", "a", "b"):
        stores.accounts.add(account(name))

    pages = [stores.accounts.page(after, 2) for after in ("", "b@example.com", "c@example.com")]

    assert [[one.name for one in page] for page in pages] == [["a", "b"], ["c"], []]


def test_a_token_is_unused_for_its_first_user_alone(stores: Stores) -> None:
    mine = session()
    stores.sessions.begin(mine, token("t1", mine))

    first = stores.sessions.use("t1", READ_AT + MINUTE)
    second = stores.sessions.use("t1", READ_AT + 2 * MINUTE)

    assert first == token("t1", mine)
    assert second is not None
    assert second.used_at == READ_AT + MINUTE
    assert stores.sessions.use("unknown", READ_AT) is None


def test_an_ended_session_stays_known_as_ended(stores: Stores) -> None:
    mine = session()
    stores.sessions.begin(mine, token("t1", mine))
    for minutes in (1, 2):
        stores.sessions.end("s1", READ_AT + minutes * MINUTE)

    assert stores.sessions.session("s1") == replace(mine, ended_at=READ_AT + MINUTE)
    assert stores.sessions.live("a1", READ_AT + MINUTE) == []


def test_all_sessions_of_an_account_but_one_end(stores: Stores) -> None:
    for minutes, name in enumerate(("s1", "s2", "s3")):
        one = session(name, minutes=minutes)
        stores.sessions.begin(one, token(name, one))
    foreign = session("s4", "a2")
    stores.sessions.begin(foreign, token("s4", foreign))
    assert [one.id for one in stores.sessions.live("a1", READ_AT + QUARTER)] == ["s3", "s2", "s1"]

    assert stores.sessions.end_all("a1", READ_AT + QUARTER, but="s2") == 2

    assert [one.id for one in stores.sessions.live("a1", READ_AT + QUARTER)] == ["s2"]
    assert [one.id for one in stores.sessions.live("a2", READ_AT + QUARTER)] == ["s4"]


def test_an_address_is_known_by_any_session_of_the_account(stores: Stores) -> None:
    mine = session()
    stores.sessions.begin(mine, token("t1", mine))
    stores.sessions.end("s1", READ_AT)

    known = [stores.sessions.is_known_address(*pair) for pair in (("a1", "from s1"), ("a1", "x"), ("a2", "from s1"))]

    assert known == [True, False, False]


def code(digest: str, minutes: int = 15) -> KeptCode:
    return KeptCode(account_id="a1", purpose=Purpose.RESET, digest=digest, expires_at=READ_AT + minutes * MINUTE)


def test_a_code_is_right_once_for_its_purpose_and_account(stores: Stores) -> None:
    stores.codes.put(code("old"))
    stores.codes.put(code("right"))

    answers = [
        stores.codes.try_code(account_id, purpose, digest, READ_AT)
        for account_id, purpose, digest in (
            ("a1", Purpose.RESET, "old"),
            ("a1", Purpose.CONFIRM, "right"),
            ("a2", Purpose.RESET, "right"),
            ("a1", Purpose.RESET, "right"),
            ("a1", Purpose.RESET, "right"),
        )
    ]

    assert answers == [False, False, False, True, False]


def test_a_code_is_tried_five_times_and_until_its_end(stores: Stores) -> None:
    stores.codes.put(code("right"))
    for _ in range(5):
        stores.codes.try_code("a1", Purpose.RESET, "wrong", READ_AT)
    assert not stores.codes.try_code("a1", Purpose.RESET, "right", READ_AT)

    stores.codes.put(code("next"))

    assert not stores.codes.try_code("a1", Purpose.RESET, "next", READ_AT + QUARTER)


def test_tries_count_within_a_window_that_slides(stores: Stores) -> None:
    waits = [
        stores.tries.take("key", 2, QUARTER, READ_AT + minutes * MINUTE) for minutes in (0, 10, 12, 14, 15, 24, 25)
    ]

    assert waits == [None, None, 180.0, 60.0, None, 60.0, None]
    assert stores.tries.take("another key", 2, QUARTER, READ_AT) is None


def test_forgotten_tries_count_no_more(stores: Stores) -> None:
    assert [stores.tries.take("key", 1, QUARTER, READ_AT) for _ in range(2)] == [None, 900.0]

    stores.tries.forget("key")

    assert stores.tries.take("key", 1, QUARTER, READ_AT) is None


def key(kid: str) -> SigningKey:
    return SigningKey(kid=kid, public=b"public", sealed_private=b"sealed", signs_from=READ_AT)


def test_of_several_first_keys_one_is_kept(stores: Stores) -> None:
    for kid in ("k1", "k2"):
        stores.keys.add_first(key(kid))
    stores.keys.add(key("k3"))
    assert list(stores.keys.all()) == [key("k1"), key("k3")]

    stores.keys.remove(["k1", "unknown"])

    assert list(stores.keys.all()) == [key("k3")]


def machine(name: str, digest: str = "d1") -> MachineToken:
    return MachineToken(name=name, role=Role.OPERATOR, digest=digest, created_at=READ_AT, created_by="tests")


def test_a_machines_token_is_found_by_its_digest_until_it_is_removed(stores: Stores) -> None:
    assert stores.machines.add(machine("ci"))
    assert not stores.machines.add(machine("ci", "d2"))
    stores.machines.put(machine("local", "d3"))
    stores.machines.put(machine("local", "d4"))

    assert stores.machines.by_digest("d1") == machine("ci")
    assert stores.machines.by_digest("d3") is None
    assert list(stores.machines.all()) == [machine("ci"), machine("local", "d4")]
    assert [stores.machines.remove("ci") for _ in range(2)] == [True, False]
    assert stores.machines.by_digest("d1") is None


@pytest.fixture
def mongo_stores(own_mongo_url: str) -> Iterator[Stores]:
    database = mongo_database(SecretStr(own_mongo_url))
    create_account_indexes(database)
    yield replace(in_memory(), sessions=MongoSessionRepository(database), tries=MongoTryLimiter(database))
    database.client.drop_database(database.name)
    database.client.close()


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(work, range(count)))


def test_of_fifty_users_at_once_one_finds_the_token_unused(mongo_stores: Stores) -> None:
    mine = session()
    mongo_stores.sessions.begin(mine, token("t1", mine))

    used = at_once(50, lambda _: mongo_stores.sessions.use("t1", READ_AT))

    assert sum(isinstance(one, RefreshToken) and one.used_at is None for one in used) == 1


def test_of_fifty_tries_at_once_five_count(mongo_stores: Stores) -> None:
    waits = at_once(50, lambda _: mongo_stores.tries.take("key", 5, QUARTER, READ_AT))

    assert waits.count(None) == 5


def test_a_store_that_is_away_is_told_within_seconds_without_its_address() -> None:
    database = mongo_database(SecretStr("mongodb://user:canary@127.0.0.1:1/esteira"))
    with pytest.raises(AccountsUnavailable) as away:
        MongoAccountRepository(database).by_id("x")
    database.client.close()

    assert "canary" not in str(away.value)
    assert "127.0.0.1" not in away.value.public_message
