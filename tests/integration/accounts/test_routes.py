"""Accounts over HTTP, with real stores: from sign-up to sign-out, T30, T32 and what must never be answered."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pymongo
import pytest
from accounts.app import app
from esteira.accounts import wiring
from esteira.accounts.deps import Caller
from esteira.accounts.refresh_session import refresh_session
from esteira.core.errors import Retry
from pydantic import SecretStr

from tests.fixtures.accounts import EMAIL, PASSWORD
from tests.harness.accounts_api import AccountsApi
from tests.integration.http_calls import TOKEN


def test_a_person_signs_up_confirms_signs_in_and_out(api: AccountsApi) -> None:
    created = api.send("POST", "/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Maria", "language": "en"})
    code = api.mailed_code()
    early = api.send("POST", "/sessions", {"email": EMAIL, "password": PASSWORD})
    api.send("POST", "/accounts/confirm", {"email": EMAIL, "code": code})
    tokens = api.sign_in()
    me = api.send("GET", "/me", token=tokens["access_token"])
    out = api.send("DELETE", "/sessions/current", token=tokens["access_token"])
    late = api.send("POST", "/sessions/refresh", {"refresh_token": tokens["refresh_token"]})

    assert (created.status, early.status, early.json["error"]) == (202, 403, "not_confirmed")
    assert (me.json["email"], me.json["role"], me.json["language"]) == (EMAIL, "viewer", "en")
    assert (out.status, late.status, tokens["expires_in"]) == (204, 401, 600)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_refreshes(api: AccountsApi) -> None:
    api.sign_up()
    cookie = api.send("POST", "/sessions", {"email": EMAIL, "password": PASSWORD}).headers["set-cookie"]
    pair = cookie.partition(";")[0]

    refreshed = api.send("POST", "/sessions/refresh", cookie=f"theme=dark; {pair}")
    nothing = api.send("POST", "/sessions/refresh")
    deleted = api.send("DELETE", "/sessions", token=refreshed.json["access_token"]).headers["set-cookie"]

    assert re.fullmatch(
        r"__Host-esteira_refresh=[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Strict", cookie
    )
    assert (refreshed.status, nothing.status) == (200, 401)
    assert "=; Path=/; Max-Age=0" in deleted


def test_of_fifty_uses_of_one_refresh_token_at_once_one_succeeds(api: AccountsApi) -> None:
    api.sign_up()
    token = api.sign_in()["refresh_token"]
    deps = wiring.accounts().account_deps

    def use(_: int) -> str:
        try:
            refresh_session(deps, SecretStr(token), Caller())
        except Retry:
            return "retry"
        return "refreshed"

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(use, range(50)))

    assert (outcomes.count("refreshed"), outcomes.count("retry")) == (1, 49)


def test_no_store_holds_a_password_a_token_or_a_code(api: AccountsApi) -> None:
    api.sign_up()
    tokens = api.sign_in()
    api.send("POST", "/sessions/refresh", {"refresh_token": tokens["refresh_token"]})
    api.send("POST", "/passwords/code", {"email": EMAIL})
    code = api.mailed_code()
    machine = api.send("POST", "/machine-tokens", {"name": "ci", "role": "viewer"}, token=TOKEN).json["token"]

    with pymongo.MongoClient[Any](api.mongo_url) as client:
        database = client.get_default_database()
        stored = repr([list(database[name].find()) for name in database.list_collection_names()])
    with psycopg.connect(api.target_dsn) as connection:
        rows = repr(connection.execute("SELECT m::text, r::text FROM mails m, mail_recipients r").fetchall())

    secrets = [PASSWORD, tokens["refresh_token"], tokens["access_token"], code, machine, TOKEN]
    assert [secret for secret in secrets if secret in stored + rows] == []
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored


def test_a_forwarded_address_gives_no_further_try(api: AccountsApi) -> None:
    api.sign_up()
    wrong = {"email": EMAIL, "password": "a wrong one"}

    answers = [
        api.send("POST", "/sessions", wrong, **{"x-forwarded-for": f"198.51.100.{n}", "x-real-ip": f"203.0.113.{n}"})
        for n in range(8)
    ]

    assert [answer.status for answer in answers] == [401] * 5 + [429] * 3
    assert 0 < int(answers[-1].headers["retry-after"]) <= 900


def test_a_password_of_a_megabyte_is_refused_unhashed(api: AccountsApi) -> None:
    huge = "x" * 1_000_000
    requests = [
        api.send("POST", "/accounts", {"email": EMAIL, "password": huge, "name": "Maria"}),
        api.send("POST", "/sessions", {"email": EMAIL, "password": huge}),
    ]

    assert [answer.status for answer in requests] == [422, 422]
    assert all(len(json.dumps(answer.json)) < 500 for answer in requests)


BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/accounts"): {"email": EMAIL, "password": PASSWORD, "name": "Maria"},
    ("POST", "/accounts/code"): {"email": EMAIL},
    ("POST", "/accounts/confirm"): {"email": EMAIL, "code": "12345678"},
    ("POST", "/passwords/code"): {"email": EMAIL},
    ("POST", "/passwords"): {"email": EMAIL, "code": "12345678", "password": PASSWORD},
    ("POST", "/sessions"): {"email": EMAIL, "password": PASSWORD},
    ("POST", "/sessions/refresh"): {"refresh_token": "x"},
    ("PATCH", "/me"): {"name": "Maria"},
    ("PUT", "/me/password"): {"current": PASSWORD, "password": PASSWORD},
    ("PATCH", "/users/{user_id}"): {"disabled": False},
    ("POST", "/machine-tokens"): {"name": "ci"},
}
"""A good body for every route that has one."""

FORBIDDEN = ("is_admin", "_id", "password_hash", "token_version", "owner_id", "created_at", "confirmed", "$set")
OPERATORS: tuple[Any, ...] = ({"$ne": None}, {"$gt": ""}, {"$where": "1"}, {"$regex": ".*"}, ["a"])


def test_every_route_with_a_body_is_among_the_bodies() -> None:
    assert {(method, path) for method, path in app.policies if method in {"POST", "PUT", "PATCH"}} == BODIES.keys()


def spoiled(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the body with a field that must not be set, and with an operator in place of each of its texts."""
    extra = [body | {name: "canary"} for name in FORBIDDEN]
    return extra + [body | {name: operator} for name in body for operator in OPERATORS]


@pytest.mark.parametrize("route", BODIES, ids=" ".join)
def test_no_field_is_set_that_a_route_does_not_have_and_no_operator_reaches_the_store(
    api: AccountsApi, route: tuple[str, str]
) -> None:
    method, path = route
    token = api.account_with("admin", EMAIL)["access_token"]
    before = api.send("GET", "/users", token=TOKEN).json

    answers = [
        api.send(method, path.format(user_id="user:1"), body, token=token).status for body in spoiled(BODIES[route])
    ]

    assert set(answers) == {422}
    assert api.send("GET", "/users", token=TOKEN).json == before


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", '/users?after={"$gt":""}'), ("GET", "/users?limit[$gt]=1"), ("PATCH", '/users/{"$ne":null}')],
)
def test_operators_in_paths_and_queries_are_values_or_refused(api: AccountsApi, method: str, path: str) -> None:
    answer = api.send(method, path, {"disabled": True} if method == "PATCH" else None, token=TOKEN)

    assert answer.status in {200, 404, 422}
    assert answer.json.get("users", []) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda api, token: api.send("PATCH", "/me", {"role": "admin"}, token=token),
        lambda api, token: api.send("PATCH", "/users/user:1", {"role": "admin"}, token=token),
        lambda api, token: api.send("POST", "/machine-tokens", {"name": "x", "role": "admin"}, token=token),
    ],
    ids=["profile", "users", "machine tokens"],
)
def test_nobody_makes_an_administrator_of_himself(api: AccountsApi, change: Callable[[AccountsApi, str], Any]) -> None:
    token = api.account_with("operator", EMAIL)["access_token"]

    assert change(api, token).status in {403, 422}
    assert api.send("GET", "/me", token=token).json["role"] == "operator"


def test_an_account_that_is_disabled_has_no_sessions(api: AccountsApi) -> None:
    api.sign_up()
    tokens = api.sign_in()
    me = api.send("GET", "/me", token=tokens["access_token"]).json["id"]
    api.send("PATCH", f"/users/{me}", {"disabled": True}, token=TOKEN)

    refreshed = api.send("POST", "/sessions/refresh", {"refresh_token": tokens["refresh_token"]})
    signed_in = api.send("POST", "/sessions", {"email": EMAIL, "password": PASSWORD})

    assert (refreshed.status, signed_in.status) == (401, 401)


def test_a_machines_token_is_shown_once_and_revoked(api: AccountsApi) -> None:
    created = api.send("POST", "/machine-tokens", {"name": "ci", "role": "admin", "expires_days": 1}, token=TOKEN)
    listed = api.send("GET", "/machine-tokens", token=TOKEN)
    revoked = api.send("DELETE", "/machine-tokens/ci", token=TOKEN)

    assert (created.status, created.headers["cache-control"]) == (201, "no-store")
    assert [token["name"] for token in listed.json["machine_tokens"]] == ["ci", "tests"]
    assert created.json["token"] not in json.dumps(listed.json)
    assert (revoked.status, api.send("GET", "/me", token=created.json["token"]).status) == (204, 401)
