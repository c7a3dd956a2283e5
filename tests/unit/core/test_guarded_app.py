"""Every HTTP function requires the token, and returns clear errors without internal details."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from chalice.app import CloudWatchEvent
from chalice.test import Client, HTTPResponse
from esteira.core.auditing.audited import record_nothing
from esteira.core.errors import (
    BadSettings,
    CursorUnavailable,
    FlowUnavailable,
    NotFound,
    SourceUnfit,
    TargetUnavailable,
    Unauthorized,
)
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.principal import Principal, Role
from esteira.core.redis_trouble import READ_ONLY
from esteira.core.reporting.error_report import ErrorReport
from esteira.producer.fill_source import FillSource
from esteira.producer.list_orders import ListOrders

TOKEN = "a-token-of-the-operator"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
ROLES = {TOKEN: Role.OPERATOR, "a-viewer": Role.VIEWER}

ERRORS: dict[str, Exception] = {
    "not_found": NotFound("(source; known are: a, b)"),
    "source_unfit": SourceUnfit("(it is a standby)"),
    "cursor_unavailable": CursorUnavailable("(connection to 10.1.2.3 refused)"),
    "flow_unavailable": FlowUnavailable("(10.1.2.3)", cause=READ_ONLY),
    "target_unavailable": TargetUnavailable("(password authentication failed for 10.1.2.3)"),
    "bad_settings": BadSettings("(10.1.2.3)"),
    "a_bug": ZeroDivisionError("at 10.1.2.3"),
}

NOT_READ = {"JSON", "count: is given twice", "byte-order mark", "levels deep", "UTF-8"}
"""What keeps a body from being read at all."""

counts: list[Mapping[str, int]] = []
reported: list[ErrorReport] = []


def authenticate(token: str) -> Principal:
    if token not in ROLES:
        raise Unauthorized
    return Principal(id=f"machine:{token}", kind="machine", role=ROLES[token], name=token)


app = GuardedApp(
    "guarded", authenticate=authenticate, count=counts.append, report=reported.extend, audit=record_nothing
)


@app.route("/health", policy=Policy.PUBLIC)
def health() -> Any:
    return {"ok": True}


@app.route("/guarded/{name}", methods=["GET", "POST"], policy=Policy.OPERATOR)
def guarded(name: str) -> Any:
    return {"name": name}


@app.route("/read", policy=Policy.VIEWER)
def read() -> Any:
    return {}


@app.route("/administered", policy=Policy.ADMIN)
def administered() -> Any:
    return {}


@app.route("/own", policy=Policy.SIGNED_IN)
def own() -> Any:
    return {"id": app.principal.id}


@app.route("/who", policy=Policy.PUBLIC)
def who() -> Any:
    return {"id": app.principal.id}


@app.route("/large", policy=Policy.OPERATOR)
def large() -> Any:
    return {"cursor": {"x": 2**63 - 1}, "amounts": [Decimal("9007199254740993.10")], "count": 2**53 - 1}


@app.route("/fails/{error}", policy=Policy.OPERATOR)
def fails(error: str) -> Any:
    raise ERRORS[error]


@app.route("/body", methods=["POST"], policy=Policy.OPERATOR)
def body() -> Any:
    return body_of(app.request, FillSource).model_dump()


@app.route("/query", policy=Policy.OPERATOR)
def query() -> Any:
    return query_of(app.request, ListOrders).model_dump()


@app.schedule("rate(1 minute)")
def is_due(event: CloudWatchEvent) -> Any:
    return 1 / event.to_dict()["detail"]["divisor"]


@pytest.fixture(scope="module")
def http() -> Iterator[Client]:
    with Client(app) as client:
        yield client


def post(http: Client, text: str | bytes, **headers: str) -> HTTPResponse:
    return http.http.post("/body", headers={**BEARER, **headers}, body=text)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer tokén"},
    ],
)
def test_a_request_without_the_token_is_refused(http: Client, headers: dict[str, str]) -> None:
    response = http.http.get("/guarded/x", headers=headers)

    assert response.status_code == 401
    assert response.json_body == {"error": "unauthorized", "detail": "A valid bearer token is needed."}
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_request_with_the_token_reaches_the_view(http: Client) -> None:
    assert http.http.get("/guarded/x", headers=BEARER).json_body == {"name": "x"}


@pytest.mark.parametrize("headers", [BEARER, {}], ids=["answer", "error"])
def test_every_answer_says_that_it_is_json(http: Client, headers: dict[str, str]) -> None:
    assert http.http.get("/guarded/x", headers=headers).headers["Content-Type"] == "application/json"


def test_no_number_leaves_a_route_that_a_reader_would_round(http: Client) -> None:
    large = http.http.get("/large", headers=BEARER).json_body

    assert large == {"cursor": {"x": "9223372036854775807"}, "amounts": ["9007199254740993.10"], "count": 2**53 - 1}


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        ("/guarded/x", "a-viewer", 403),
        ("/read", "a-viewer", 200),
        ("/read", TOKEN, 200),
        ("/administered", TOKEN, 403),
        ("/own", "a-viewer", 200),
    ],
)
def test_a_role_may_call_what_its_policy_or_a_lower_one_allows(
    http: Client, path: str, token: str, status: int
) -> None:
    assert http.http.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == status


def test_a_view_knows_who_calls_and_forgets_it_with_the_request(http: Client) -> None:
    assert http.http.get("/own", headers=BEARER).json_body == {"id": f"machine:{TOKEN}"}
    assert http.http.get("/who", headers=BEARER).status_code == 500


def test_a_route_without_a_policy_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="policy"):
        app.route("/open")  # type: ignore[call-arg]


def test_a_public_route_requires_no_token(http: Client) -> None:
    assert http.http.get("/health").json_body == {"ok": True}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("not_found", 404),
        ("source_unfit", 409),
        ("cursor_unavailable", 503),
        ("flow_unavailable", 503),
        ("target_unavailable", 503),
        ("bad_settings", 500),
        ("a_bug", 500),
    ],
)
def test_an_error_has_a_code_and_a_sentence_without_internal_details(http: Client, error: str, status: int) -> None:
    response = http.http.get(f"/fails/{error}", headers=BEARER)

    assert response.status_code == status
    assert response.json_body["error"] == (error if status < 500 or status == 503 else "internal")
    assert "10.1.2.3" not in response.json_body["detail"]


def test_what_is_wrong_with_a_service_is_told(http: Client) -> None:
    response = http.http.get("/fails/flow_unavailable", headers=BEARER)

    assert response.status_code == 503
    assert response.json_body["detail"].endswith(READ_ONLY)


def test_the_detail_of_a_refusal_is_returned(http: Client) -> None:
    response = http.http.get("/fails/not_found", headers=BEARER)

    assert "known are: a, b" in response.json_body["detail"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "count"),
        ("{", "JSON"),
        ('{"count": 1, "count": 2}', "count: is given twice"),
        ("\ufeff{}", "byte-order mark"),
        ("[]", "object"),
        ("null", "object"),
        ('{"count": -1}', "count"),
        ('{"count": 100001}', "100000"),
        ('{"count": 1e400}', "count"),
        ('{"count": "ten"}', "count"),
        ('{"count": true}', "count"),
        ('{"count": 1.5}', "count"),
        ('{"count": 1, "false_share": 2}', "false_share"),
        ('{"count": 1, "drop": "table"}', "drop"),
        ("[" * 100_000, "levels deep"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_an_invalid_body_is_refused_with_the_invalid_field(http: Client, text: str | bytes, named: str) -> None:
    response = post(http, text)

    kind = (400, "bad_request") if named in NOT_READ else (422, "unprocessable")
    assert (response.status_code, response.json_body["error"]) == kind
    assert named in response.json_body["detail"]


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_a_body_is_read_as_json_whatever_its_content_type(http: Client, content_type: str) -> None:
    response = post(http, '{"count": 5}', **{"Content-Type": content_type})

    assert response.json_body == {"count": 5, "false_share": 0.2, "seed": None}


def test_a_body_that_the_gateway_encoded_as_a_form_is_refused_with_the_header_to_send(http: Client) -> None:
    response = post(http, "%7B%22count%22%3A+5%7D=", **{"Content-Type": "application/x-www-form-urlencoded"})

    assert response.status_code == 400
    assert "Content-Type: application/json" in response.json_body["detail"]


def test_the_text_of_a_query_is_converted_to_the_types_of_its_fields(http: Client) -> None:
    response = http.http.get("/query?after=7&limit=3&security_check=true", headers=BEARER)

    assert response.json_body == {"after": 7, "limit": 3, "security_check": True}


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=501", "limit=1.0", "limit=1&limit=2", "security_check=maybe", "sort=id"),
        *("after=-0", "after=x", "after=1_0", "after=%EF%BC%91", "after=007"),
    ],
)
def test_an_invalid_query_is_refused(http: Client, query: str) -> None:
    response = http.http.get(f"/query?{query}", headers=BEARER)

    assert (response.status_code, query.partition("=")[0] in response.json_body["detail"]) == (422, True)


def test_every_request_fails_without_the_token_setting() -> None:
    def unset(_token: str) -> Principal:
        raise BadSettings("(ESTEIRA_OPERATOR_TOKEN: Field required)")

    unconfigured = GuardedApp(
        "unconfigured", authenticate=unset, count=lambda _: None, report=reported.extend, audit=record_nothing
    )
    unconfigured.route("/anything", policy=Policy.VIEWER)(health)
    with Client(unconfigured) as client:
        response = client.http.get("/anything", headers=BEARER)

    assert response.status_code == 500


@pytest.mark.parametrize(
    ("path", "errors"), [("/health", 0), ("/guarded/x", 0), ("/fails/not_found", 0), ("/fails/a_bug", 1)]
)
def test_every_request_counts_as_an_invocation_and_an_internal_error_as_an_error(
    http: Client, path: str, errors: int
) -> None:
    counts.clear()

    http.http.get(path, headers=BEARER)

    (counted,) = counts
    assert counted["functions.guarded.invocations"] == 1
    assert counted.get("functions.guarded.errors", 0) == errors
    assert counted["functions.guarded.microseconds"] > 0


@pytest.mark.parametrize(("divisor", "errors"), [(2, 0), (0, 1)])
def test_a_scheduled_invocation_counts_under_its_own_name_also_when_it_fails(
    http: Client, divisor: int, errors: int
) -> None:
    counts.clear()
    event = http.events.generate_cw_event("aws.events", "Scheduled Event", {"divisor": divisor}, [])

    with nullcontext() if divisor else pytest.raises(ZeroDivisionError):
        http.lambda_.invoke("is_due", event)

    (counted,) = counts
    assert (counted["functions.is_due.invocations"], counted.get("functions.is_due.errors", 0)) == (1, errors)
