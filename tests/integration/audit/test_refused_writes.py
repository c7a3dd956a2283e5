"""Every route that changes something, called by a viewer: it is refused, and the audit log has who tried what."""

from collections.abc import Iterator

import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.audit.entry import AuditFilter
from esteira.core.auditing.audited import Outcome
from esteira.core.http.auditing import READING
from esteira.core.http.policies import Policy
from esteira.core.principal import Role

from infra.checks.openapi.routes import guarded_apps
from tests.harness.callers import admit
from tests.harness.environment import environment

TOKEN = "a-token-of-a-viewer"
"""Not the one of other tests: all share the MongoDB."""
BEARER = {"Authorization": f"Bearer {TOKEN}"}
APPS = {app.app_name: app for app in guarded_apps()}
ABOVE = {Policy.OPERATOR, Policy.ADMIN}
WRITES = [
    (name, method, path)
    for name, app in APPS.items()
    for (method, path), policy in app.policies.items()
    if method not in READING and policy in ABOVE
]


@pytest.fixture(scope="module")
def viewer(mongo_url: str) -> Iterator[str]:
    """The id of a viewer; the functions have no setting but their MongoDB."""
    admit(mongo_url, TOKEN, role=Role.VIEWER, name="refused-viewer")
    with environment({"ESTEIRA_MONGO_URL": mongo_url}, authentication):
        yield "machine:refused-viewer"
        authentication().close()


@pytest.mark.parametrize(("name", "method", "path"), WRITES, ids=[f"{method} {path}" for _, method, path in WRITES])
def test_a_write_of_a_viewer_is_refused_and_recorded(viewer: str, name: str, method: str, path: str) -> None:
    with Client(APPS[name]) as client:
        answer = client.http.request(
            method, path.replace("{", "").replace("}", ""), headers={"Authorization": f"Bearer {TOKEN}"}
        )

    (newest, *_) = authentication().audit_deps.store.page(AuditFilter(by=viewer, limit=1))
    assert answer.status_code == 403
    assert (newest.action, newest.role) == (f"{method} {path}", "viewer")
    assert (newest.outcome, "it needs the role" in newest.reason) == (Outcome.REFUSED, True)


def test_there_are_routes_that_change_something_in_most_functions() -> None:
    assert {name for name, _, _ in WRITES} >= {"producer", "tokens", "flow", "accounts", "failures"}
