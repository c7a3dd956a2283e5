"""What a function tells the audit log of its requests."""

from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import Response
from chalice.test import Client
from esteira.core.auditing.audited import Audited, Outcome
from esteira.core.errors import Conflict, TargetUnavailable, Unauthorized
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import raw_body_of
from esteira.core.principal import Principal, Role

ROLES = {"an-operator": Role.OPERATOR, "a-viewer": Role.VIEWER}
ERRORS: dict[str, Exception] = {
    "old": Conflict("(lane)"),
    "away": TargetUnavailable("(10.1.2.3)"),
    "bug": ZeroDivisionError("x"),
}

recorded: list[Audited] = []


def authenticate(token: str) -> Principal:
    if token not in ROLES:
        raise Unauthorized
    return Principal(id=f"machine:{token}", kind="machine", role=ROLES[token], name=token)


app = GuardedApp("shop", authenticate=authenticate, count=lambda _: None, report=lambda _: None, audit=recorded.append)


@app.route("/lanes/{lane}", methods=["GET", "PUT", "DELETE"], policy=Policy.OPERATOR)
def lane(lane: str) -> Any:
    raw_body_of(app.request)
    return {"lane": lane}


@app.route("/named/{lane}", methods=["POST"], policy=Policy.OPERATOR)
def named(lane: str) -> Any:
    app.audited(action="lane.paused", before={"paused": False})
    app.audited(after={"paused": True})
    return {}


@app.route("/fails/{error}", methods=["POST"], policy=Policy.OPERATOR)
def fails(error: str) -> Any:
    app.audited(action="lane.paused", subject="orders")
    raise ERRORS[error]


@app.route("/answers", methods=["POST"], policy=Policy.SIGNED_IN)
def answers() -> Any:
    return Response(body={"detail": "No."}, status_code=409)


@app.route("/open", methods=["POST"], policy=Policy.PUBLIC)
def anybody() -> Any:
    return {}


@pytest.fixture
def http() -> Iterator[Client]:
    recorded.clear()
    with Client(app) as client:
        yield client


def send(http: Client, method: str, path: str, token: str = "an-operator", body: bytes = b"") -> list[Audited]:
    http.http.request(method, path, headers={"Authorization": f"Bearer {token}"}, body=body)
    return recorded


def test_a_write_is_named_by_its_route_and_its_path(http: Client) -> None:
    (audited,) = send(http, "PUT", "/lanes/orders")

    assert (audited.action, audited.subject, audited.outcome) == ("PUT /lanes/{lane}", "orders", Outcome.DONE)
    assert (audited.principal.id, audited.before, audited.after) == ("machine:an-operator", None, None)


def test_a_handler_names_it_better_and_says_what_changed(http: Client) -> None:
    (audited,) = send(http, "POST", "/named/orders")

    assert (audited.action, audited.subject) == ("lane.paused", "orders")
    assert (audited.before, audited.after) == ({"paused": False}, {"paused": True})


def test_what_a_handler_said_is_forgotten_with_its_request(http: Client) -> None:
    send(http, "POST", "/named/orders")
    _, second = send(http, "DELETE", "/lanes/orders")

    assert (second.action, second.before, second.after) == ("DELETE /lanes/{lane}", None, None)


def test_reading_is_not_recorded(http: Client) -> None:
    assert send(http, "GET", "/lanes/orders") == []


@pytest.mark.parametrize(("path", "token"), [("/lanes/orders", "nobody"), ("/lanes/orders", "")])
def test_who_is_not_known_is_not_recorded(http: Client, path: str, token: str) -> None:
    send(http, "PUT", path)
    assert len(send(http, "PUT", path, token)) == 1


def test_a_route_that_asks_for_nobody_records_nothing_even_after_a_signed_in_one(http: Client) -> None:
    send(http, "PUT", "/lanes/orders")
    assert len(send(http, "POST", "/open")) == 1


def test_a_role_that_is_too_low_is_recorded_with_who_tried(http: Client) -> None:
    (audited,) = send(http, "PUT", "/lanes/orders", "a-viewer")

    assert (audited.principal.name, audited.principal.role) == ("a-viewer", Role.VIEWER)
    assert (audited.action, audited.subject, audited.outcome) == ("PUT /lanes/{lane}", "orders", Outcome.REFUSED)
    assert "it needs the role operator" in audited.reason


@pytest.mark.parametrize(
    ("error", "outcome"), [("old", Outcome.REFUSED), ("away", Outcome.FAILED), ("bug", Outcome.FAILED)]
)
def test_what_was_refused_or_failed_keeps_its_name(http: Client, error: str, outcome: Outcome) -> None:
    (audited,) = send(http, "POST", f"/fails/{error}")

    assert (audited.action, audited.subject, audited.outcome) == ("lane.paused", "orders", outcome)
    assert audited.reason
    assert "10.1.2.3" not in audited.reason


def test_an_answer_that_a_view_makes_itself_counts_by_its_status(http: Client) -> None:
    (audited,) = send(http, "POST", "/answers")

    assert (audited.outcome, audited.reason) == (Outcome.REFUSED, "No.")


def test_no_body_is_recorded(http: Client) -> None:
    (audited,) = send(http, "PUT", "/lanes/orders", body=b'{"note": "canary"}')

    assert "canary" not in repr(audited)
