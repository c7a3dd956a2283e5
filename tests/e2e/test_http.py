"""The HTTP functions return a clear 4xx error for bad input, and refuse requests without a token."""

import httpx
import pytest

from tests.e2e.installation import Installation

ORDERS = "/sources/source1/orders"
INTERNALS = ("Traceback", "postgresql://", "redis://", "psycopg", "/work", ".py")


@pytest.mark.parametrize(
    ("request_line", "body", "status", "expected"),
    [
        pytest.param(f"POST {ORDERS}", "{", 400, "JSON", id="malformed JSON"),
        pytest.param(f"POST {ORDERS}", "[]", 422, "object", id="JSON that is no object"),
        pytest.param(f"POST {ORDERS}", "{}", 422, "count", id="no count"),
        pytest.param(f"POST {ORDERS}", '{"count": 0}', 422, "greater", id="no orders at all"),
        pytest.param(f"POST {ORDERS}", '{"count": -1}', 422, "greater", id="fewer orders than none"),
        pytest.param(f"POST {ORDERS}", '{"count": 1000000000}', 422, "less", id="more orders than fit"),
        pytest.param(f"POST {ORDERS}", '{"count": "7"}', 422, "integer", id="a number as text"),
        pytest.param(f"POST {ORDERS}", '{"count": 7, "colour": 1}', 422, "colour", id="an unknown field"),
        pytest.param("POST /sources/unknown/orders", '{"count": 1}', 404, "source1", id="an unknown source"),
        pytest.param("POST /sources/unknown/publish", "", 404, "source1", id="publishing an unknown source"),
        pytest.param("GET /sources/unknown", "", 404, "source1", id="reading an unknown source"),
        pytest.param(f"GET {ORDERS}?limit=0", "", 422, "limit", id="a page without rows"),
        pytest.param(f"GET {ORDERS}?after=x", "", 422, "after", id="a page after a letter"),
        pytest.param("GET /messages/unknown", "", 422, "SOURCE:ID", id="what names no message"),
        pytest.param("GET /messages/64731091-2075-5005-9273-04c2891820cd", "", 404, "detail", id="an unknown message"),
    ],
)
def test_bad_input_is_refused_with_the_reason(
    stack: Installation, request_line: str, body: str, status: int, expected: str
) -> None:
    method, _, path = request_line.partition(" ")

    response = stack.http.request(method, path, content=body)

    assert response.status_code == status
    assert set(response.json()) == {"error", "detail"}
    assert expected in response.text
    assert not [internal for internal in INTERNALS if internal in response.text]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Bearer wrong"}, id="a wrong one"),
        pytest.param({"Authorization": "Bearer"}, id="an empty one"),
        pytest.param({"Authorization": "Basic b3BlcmF0b3I6"}, id="another scheme"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sources"),
        ("GET", "/sources/source1"),
        ("GET", ORDERS),
        ("POST", ORDERS),
        ("POST", "/sources/source1/publish"),
        ("GET", "/ledger"),
        ("GET", "/messages/unknown"),
    ],
)
def test_every_route_but_health_requires_the_token(
    stack: Installation, method: str, path: str, header: dict[str, str]
) -> None:
    response = httpx.request(method, stack.environment["api_url"] + path, headers=header, timeout=60)

    assert (response.status_code, response.json()["error"]) == (401, "unauthorized")


def test_health_requires_no_token(stack: Installation) -> None:
    assert httpx.get(f"{stack.environment['api_url']}/health", timeout=60).status_code == 200


def test_refused_requests_create_no_orders(stack: Installation) -> None:
    before = stack.http.get("/sources/source1").json()["total_rows"]

    stack.http.post(ORDERS, json={"count": -1})
    httpx.post(stack.environment["api_url"] + ORDERS, json={"count": 1}, timeout=60)

    assert stack.http.get("/sources/source1").json()["total_rows"] == before
