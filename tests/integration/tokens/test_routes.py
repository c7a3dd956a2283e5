"""The HTTP function for tokens, over a real database, never returns a secret."""

from collections.abc import Iterator

import psycopg
import pytest
from chalice.test import Client
from cryptography.fernet import Fernet
from esteira.accounts.wiring import authentication
from esteira.core.announcing import wiring as announcements
from esteira.tokens import wiring
from esteira.tokens.manage_tokens import open_token
from tokens.app import app

from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.harness.postgres import Postgres
from tests.integration.http_calls import TOKEN, call

CANARY = "canary-of-the-secret"
NEW = {"name": "erp.v2", "provider": "acmepay", "secret": CANARY, "lifetime_seconds": 3600}


@pytest.fixture(scope="module")
def target_dsn(postgres: Postgres) -> str:
    return postgres.migrated("target")


@pytest.fixture(scope="module")
def warm_http(target_dsn: str, mongo_url: str) -> Iterator[Client]:
    """The HTTP function after a cold start."""
    variables = {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN),
        "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
        "ESTEIRA_TOKEN_MARGIN_SECONDS": "600",
        "ESTEIRA_REDIS_URL": "",
    }
    with environment(variables, wiring.tokens, authentication, announcements._configured_url):
        with Client(app) as client:
            yield client
        wiring.tokens().close()
        authentication().close()


@pytest.fixture
def http(warm_http: Client, target_dsn: str) -> Client:
    """The HTTP function, with no token stored."""
    with psycopg.connect(target_dsn) as connection:
        connection.execute("TRUNCATE integration_tokens")
    return warm_http


def test_a_token_is_created_and_listed_with_its_state(http: Client) -> None:
    status, created = call(http, "POST", "/tokens", NEW)
    _, listed = call(http, "GET", "/tokens")

    assert (status, created["state"], created["expiring_margin_seconds"]) == (201, "valid", 600)
    assert 3590 < created["seconds_left"] <= 3600
    assert [token["name"] for token in listed["tokens"]] == ["erp.v2"]


def test_a_rotation_with_a_longer_lifetime_makes_an_expiring_token_valid(http: Client) -> None:
    _, short = call(http, "POST", "/tokens", NEW | {"lifetime_seconds": 500})

    status, rotated = call(http, "PUT", "/tokens/erp.v2", {"secret": "other", "lifetime_seconds": 7200})

    assert (short["state"], status, rotated["state"]) == ("expiring", 200, "valid")
    assert rotated["updated_at"] > short["updated_at"]


def test_the_secret_is_stored_encrypted_and_can_be_decrypted(http: Client, target_dsn: str) -> None:
    call(http, "POST", "/tokens", NEW)

    with psycopg.connect(target_dsn) as connection:
        rows = connection.execute("SELECT t, t.sealed_secret FROM integration_tokens t").fetchall()

    assert CANARY not in repr(rows)
    assert CANARY.encode() not in rows[0][1]
    assert open_token(wiring.tokens().token_service, "erp.v2").get_secret_value() == CANARY


def test_no_response_contains_the_secret_whatever_the_request(http: Client) -> None:
    requests = [
        ("POST", "/tokens", NEW),
        ("POST", "/tokens", NEW),
        ("POST", "/tokens", NEW | {"secret": [CANARY]}),
        ("POST", "/tokens", NEW | {"secret": CANARY * 500}),
        ("POST", "/tokens", NEW | {"lifetime_seconds": CANARY}),
        ("PUT", "/tokens/erp.v2", {"secret": CANARY, "extra": 1}),
        ("PUT", "/tokens/crm", {"secret": CANARY}),
        ("GET", "/tokens", None),
    ]

    answers = [call(http, method, path, body) for method, path, body in requests]

    assert [status for status, _ in answers] == [201, 409, 422, 422, 422, 422, 404, 200]
    assert CANARY not in repr(answers)


def test_a_deleted_token_is_gone(http: Client) -> None:
    call(http, "POST", "/tokens", NEW)

    answers = [call(http, "DELETE", "/tokens/erp.v2") for _ in range(2)]

    assert [status for status, _ in answers] == [204, 404]
    assert call(http, "GET", "/tokens") == (200, {"tokens": []})


def test_every_route_requires_the_operators_token(http: Client) -> None:
    routes = [(method, path.format(name="erp")) for path, views in app.routes.items() for method in views]

    answers = [http.http.request(method, path).status_code for method, path in routes]

    assert answers == [401] * 4
