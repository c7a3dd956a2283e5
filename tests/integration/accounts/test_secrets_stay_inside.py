"""T34 (e): secrets in use, also by requests that fail, are in no log, store, mail, answer or representation."""

import io
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pymongo
import pytest
from esteira.accounts import wiring
from esteira.core.settings import AccountSettings, MailSettings, read
from esteira.mail.deliver_mails import deliver_mails
from esteira.mail.wiring import Mails

from tests.fixtures.accounts import EMAIL
from tests.harness.accounts_api import AccountsApi, accounts_after_cold_start
from tests.harness.environment import aws_variables, environment
from tests.harness.ses_stub import SesStub, running_ses_stub
from tests.integration.http_calls import TOKEN

PASSWORD = "canary-of-the-password"
WRONG = "canary-of-a-wrong-password"
DATABASE = "canary-of-the-database"
REDIS = "canary-of-redis"
NO_REDIS = f"redis://:{REDIS}@127.0.0.1:1/0"


@pytest.fixture
def guarded(module_target_dsn: str, own_mongo_url: str) -> Iterator[AccountsApi]:
    """The function, whose Redis is away, so that an error may show its connection string."""
    with accounts_after_cold_start(module_target_dsn, own_mongo_url, redis_url=NO_REDIS) as api:
        yield api


@pytest.fixture
def all_logs(logged: io.StringIO) -> Iterator[io.StringIO]:
    """What the function and all libraries log, down to their finest level."""
    handler, root = logging.StreamHandler(logged), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield logged
    root.setLevel(level)
    root.removeHandler(handler)


def used_secrets(api: AccountsApi) -> tuple[dict[str, str], list[Any]]:
    """Use each secret once well and once badly. Return the secrets, and the answers of what failed."""
    api.send("POST", "/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Maria"})
    code = api.mailed_code()
    failed = [api.send("POST", "/accounts/confirm", {"email": EMAIL, "code": code, "x": code})]
    api.send("POST", "/accounts/confirm", {"email": EMAIL, "code": code})
    tokens = api.send("POST", "/sessions", {"email": EMAIL, "password": PASSWORD}).json
    access, refresh = tokens["access_token"], tokens["refresh_token"]
    machine = api.send("POST", "/machine-tokens", {"name": "ci", "role": "viewer"}, token=TOKEN).json["token"]
    failed += [
        api.send("POST", "/sessions", {"email": EMAIL, "password": WRONG}),
        api.send("POST", "/sessions", {"email": PASSWORD, "password": [PASSWORD]}),
        api.send("PUT", "/me/password", {"current": WRONG, "password": PASSWORD, "x": PASSWORD}, token=access),
        api.send("POST", "/sessions/refresh", {"refresh_token": refresh, "x": refresh}),
        api.send("GET", "/users", token=access),
        api.send("GET", "/users", token=f"{machine}x"),
        api.send("PATCH", "/me", {"name": [access], "x": machine}, token=access),
    ]
    api.send("PUT", "/me/password", {"current": PASSWORD, "password": f"{PASSWORD}-2"}, token=access)
    named = {"password": PASSWORD, "wrong password": WRONG, "code": code, "access token": access}
    inside = {"secrets key": api.secrets_key.get_secret_value(), "Redis": REDIS}
    return {**named, **inside, "refresh token": refresh, "machine token": machine}, failed


def stored(api: AccountsApi) -> str:
    """Return all that MongoDB and the tables of mails hold."""
    with pymongo.MongoClient[Any](api.mongo_url) as client:
        database = client.get_default_database()
        documents = repr([list(database[name].find()) for name in database.list_collection_names()])
    with psycopg.connect(api.target_dsn) as connection:
        rows = connection.execute(
            "SELECT m::text FROM mails m UNION ALL SELECT r::text FROM mail_recipients r"
        ).fetchall()
    return documents + repr(rows)


def mailed(api: AccountsApi) -> str:
    """Deliver the mails but that with the code, which `used_secrets` has claimed, and return them."""
    stub = SesStub()
    with (
        running_ses_stub(stub) as endpoint,
        environment({**aws_variables(endpoint), "ESTEIRA_PUBLIC_URL": "http://localhost"}),
    ):
        mails = Mails(read(MailSettings))
        deliver_mails(mails.mail_deps)
        mails.close()
    return "".join(mail.raw.decode() for mail in stub.taken)


def hits(secrets: Mapping[str, str], text: str) -> list[str]:
    return [name for name, secret in secrets.items() if secret in text]


def test_nothing_that_a_function_writes_or_answers_holds_a_secret(guarded: AccountsApi, all_logs: io.StringIO) -> None:
    secrets, failed = used_secrets(guarded)
    mails = mailed(guarded)
    shown = repr([wiring.accounts(), wiring.accounts().account_deps, read(AccountSettings)])

    assert len(secrets) == 8
    assert {answer.status for answer in failed} <= {401, 403, 422}
    assert hits(secrets, repr([(answer.json, answer.headers) for answer in failed])) == []
    assert hits(secrets, all_logs.getvalue()) == []
    assert hits(secrets, stored(guarded)) == []
    assert hits(secrets, mails) == []
    assert "Sua senha foi alterada" in mails
    assert hits(secrets, shown) == []


def test_what_is_away_is_told_without_its_connection_string(own_mongo_url: str, all_logs: io.StringIO) -> None:
    dsn = f"postgresql://esteira:{DATABASE}@127.0.0.1:1/target"
    with accounts_after_cold_start(dsn, own_mongo_url, redis_url=NO_REDIS) as api:
        answer = api.send("POST", "/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Maria"})

    secrets = {"password": PASSWORD, "database": DATABASE, "Redis": REDIS}
    assert answer.status == 503
    assert hits(secrets, repr(answer) + all_logs.getvalue()) == []
