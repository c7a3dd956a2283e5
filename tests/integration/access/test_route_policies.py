"""Every route of every function against every caller: who is let in is what the route's policy says (T33)."""

from collections.abc import Iterator

import pytest
from chalice.test import Client
from esteira.accounts.machine_token import new_machine_token
from esteira.accounts.wiring import authentication
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.principal import Role

from infra.checks.openapi.routes import guarded_apps
from tests.harness.callers import admit
from tests.harness.environment import environment

APPS = {app.app_name: app for app in guarded_apps()}
CELLS = [(name, method, path) for name, app in APPS.items() for method, path in app.policies]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

NOT_CHECKED = {
    ("monitor", "GET", "/health"),
    ("callbacks", "POST", "/callbacks/{provider}"),
    ("accounts", "POST", "/accounts"),
    ("accounts", "POST", "/accounts/code"),
    ("accounts", "POST", "/accounts/confirm"),
    ("accounts", "POST", "/passwords"),
    ("accounts", "POST", "/passwords/code"),
    ("accounts", "POST", "/sessions"),
    ("accounts", "POST", "/sessions/refresh"),
    ("mails", "GET", "/mails/unsubscribe"),
    ("mails", "POST", "/mails/unsubscribe"),
    ("docs", "GET", "/openapi.json"),
    ("docs", "GET", "/docs"),
    ("docs", "GET", "/docs/{file}"),
    ("docs", "GET", "/redoc"),
    ("docs", "GET", "/redoc/{file}"),
}
"""The routes that need no token: a new one is a decision, to be written down here."""

LET_IN = {
    Policy.SIGNED_IN: {"viewer", "operator", "admin"},
    Policy.VIEWER: {"viewer", "operator", "admin"},
    Policy.OPERATOR: {"operator", "admin"},
    Policy.ADMIN: {"admin"},
}


@pytest.fixture(scope="module")
def bearers(mongo_url: str) -> Iterator[dict[str, str]]:
    """A token of each role, one that nobody has, and none; the functions have no other setting."""
    tokens = {role.value: new_machine_token() for role in Role}
    for role in Role:
        admit(mongo_url, tokens[role.value], role=role, name=f"policies-{role.value}")
    with environment({"ESTEIRA_MONGO_URL": mongo_url}, authentication):
        yield tokens | {"unknown": new_machine_token(), "anonymous": ""}
        authentication().close()


def status(app: GuardedApp, method: str, path: str, token: str) -> int:
    """Return the status of a request. Views fail without settings: 500 says that one was reached."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with Client(app) as client:
        return client.http.request(method, path.replace("{", "").replace("}", ""), headers=headers).status_code


@pytest.mark.parametrize(("name", "method", "path"), CELLS, ids=[f"{method} {path}" for _, method, path in CELLS])
def test_a_route_lets_in_whom_its_policy_allows_and_nobody_else(
    bearers: dict[str, str], name: str, method: str, path: str
) -> None:
    policy = APPS[name].policies[method, path]
    statuses = {caller: status(APPS[name], method, path, token) for caller, token in bearers.items()}

    let_in = {caller for caller, answered in statuses.items() if answered not in {401, 403}}
    assert let_in == LET_IN.get(policy, let_in)
    if policy.needs_principal:
        assert {statuses["anonymous"], statuses["unknown"]} == {401}
        assert {statuses[role] for role in statuses.keys() - let_in - {"anonymous", "unknown"}} <= {403}


def test_the_routes_without_a_token_are_these() -> None:
    open_routes = {cell for cell in CELLS if not APPS[cell[0]].policies[cell[1:]].needs_principal}

    assert open_routes == NOT_CHECKED


@pytest.mark.parametrize("name", APPS)
def test_a_method_that_a_path_does_not_have_is_refused(bearers: dict[str, str], name: str) -> None:
    app = APPS[name]
    others = [(method, path) for path in app.routes for method in METHODS if method not in app.routes[path]]

    assert {status(app, method, path, bearers["admin"]) for method, path in others} <= {405}


@pytest.mark.parametrize("name", APPS)
def test_every_route_of_an_app_has_a_policy(name: str) -> None:
    app = APPS[name]

    assert app.policies.keys() == {(method, path) for path, views in app.routes.items() for method in views}
