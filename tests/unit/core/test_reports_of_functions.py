"""What an HTTP function reports of its errors, and what it keeps to itself."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import CloudWatchEvent
from chalice.test import Client
from esteira.core.auditing.audited import record_nothing
from esteira.core.errors import Conflict, NotFound, TargetUnavailable, Unprocessable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.principal import Principal, Role
from esteira.core.reporting.error_report import ErrorKind, ErrorReport

BEARER = {"Authorization": "Bearer t"}
ERRORS = {
    "away": TargetUnavailable("(password authentication failed)"),
    "bug": ZeroDivisionError("x"),
    "wrong": Unprocessable("(amount: is missing)"),
    "unknown": NotFound(),
    "old": Conflict(),
}

reported: list[ErrorReport] = []


def authenticate(token: str) -> Principal:
    return Principal(id=token, kind="machine", role=Role.ADMIN, name=token)


app = GuardedApp("shop", authenticate=authenticate, count=lambda _: None, report=reported.extend, audit=record_nothing)


@app.route("/operators/{error}", methods=["POST"], policy=Policy.OPERATOR)
def of_operators(error: str) -> Any:
    raise ERRORS[error]


@app.route("/own/{error}", methods=["POST"], policy=Policy.SIGNED_IN)
def of_people(error: str) -> Any:
    raise ERRORS[error]


@app.route("/hooks/{error}", methods=["POST"], policy=Policy.SIGNED)
def of_providers(error: str) -> Any:
    raise ERRORS[error]


@app.schedule("rate(1 minute)")
def is_due(event: CloudWatchEvent) -> Any:
    raise ERRORS["away"]


@pytest.fixture
def http() -> Iterator[Client]:
    reported.clear()
    with Client(app) as client:
        yield client


def post(http: Client, path: str) -> int:
    return http.http.post(path, headers=BEARER, body=json.dumps({"sent": "by somebody"}).encode()).status_code


@pytest.mark.parametrize(("error", "kind"), [("away", ErrorKind.DATABASE), ("bug", ErrorKind.BUG)])
def test_what_the_caller_is_not_to_blame_for_is_reported_with_the_request(
    http: Client, error: str, kind: ErrorKind
) -> None:
    assert post(http, f"/operators/{error}") >= 500

    (report,) = reported
    assert (report.kind, report.component, report.place) == (kind, "shop", "shop.of_operators")
    assert json.loads(report.original or "") == {
        "request": "POST /operators/{error}",
        "body": json.dumps({"sent": "by somebody"}),
    }


@pytest.mark.parametrize("error", ["wrong", "unknown", "old"])
def test_what_the_caller_is_told_and_can_correct_is_not_reported(http: Client, error: str) -> None:
    assert post(http, f"/operators/{error}") < 500

    assert reported == []


def test_what_a_provider_sends_is_reported_also_if_it_is_wrong(http: Client) -> None:
    assert post(http, "/hooks/wrong") == 422

    assert [report.kind for report in reported] == [ErrorKind.PAYLOAD]


def test_what_people_send_about_themselves_is_not_reported(http: Client) -> None:
    post(http, "/own/bug")

    assert "somebody" not in (reported[0].original or "")


def test_a_schedule_that_fails_is_reported_and_fails(http: Client) -> None:
    with pytest.raises(TargetUnavailable):
        http.lambda_.invoke("is_due", http.events.generate_cw_event("s", "t", {}, []))

    assert [(report.kind, report.place) for report in reported] == [(ErrorKind.DATABASE, "is_due")]
