"""The producer's routes over real stores, called as API Gateway calls them."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.core.errors import SourceUnfit

from tests.fixtures.lambda_context import LambdaContext
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.harness.postgres import Postgres
from tests.harness.redis import RedisServer
from tests.harness.sqs_stub import SqsStub, running_sqs_stub
from tests.integration.http_calls import SCHEDULED, TOKEN, call


@pytest.fixture(scope="module")
def queue() -> SqsStub:
    return SqsStub()


@pytest.fixture(scope="module")
def edges(postgres: Postgres) -> str:
    """A source for rows with ids and dates at the edge of what Postgres holds."""
    return postgres.migrated("source")


@pytest.fixture(scope="module")
def producer(
    postgres: Postgres, shared_redis: RedisServer, mongo_url: str, queue: SqsStub, edges: str
) -> Iterator[Any]:
    """The module of the HTTP function, which has read its settings as on a cold start."""
    with running_sqs_stub(queue) as endpoint:
        sources = {
            "shop": {"dsn": postgres.migrated("source")},
            "readonly": {"dsn": postgres.migrated("source"), "cursor_mode": "sequence"},
            "edges": {"dsn": edges},
            "bare": {"dsn": postgres.create_database("bare")},
            "down": {"dsn": "postgresql://nobody:secret@127.0.0.1:1/none"},
        }
        module = _cold_start(
            ESTEIRA_SOURCES=json.dumps(sources),
            ESTEIRA_TARGET_DSN=postgres.migrated("target"),
            ESTEIRA_REDIS_URL=shared_redis.url.removesuffix("/0") + "/7",
            ESTEIRA_MONGO_URL=admit(mongo_url, TOKEN),
            ESTEIRA_ORDERS_QUEUE_URL=f"{endpoint}/queue/us-east-1/000000000000/orders",
        )
        yield module
        module.producer().close()
        authentication().close()


def _cold_start(**variables: str) -> Any:
    with environment(variables):
        module = import_module("producer.app")
        authentication.cache_clear()
        authentication()
        module.producer()
    return module


@pytest.fixture(scope="module")
def http(producer: Any) -> Iterator[Client]:
    with Client(producer.app) as client:
        yield client


def test_every_route_refuses_a_caller_without_the_token(producer: Any, http: Client) -> None:
    routes = [(path, method) for path, views in producer.app.routes.items() for method in views]

    statuses = {http.http.request(method, path.format(source="shop")).status_code for path, method in routes}

    assert (len(routes), statuses) == (6, {401})


def test_all_sources_are_listed(http: Client) -> None:
    assert call(http, "GET", "/sources") == (200, {"sources": ["shop", "readonly", "edges", "bare", "down"]})


@pytest.mark.parametrize("source", ["shop", "readonly"])
def test_orders_are_created_listed_published_and_counted(http: Client, queue: SqsStub, source: str) -> None:
    queue.accepted.clear()

    _, filled = call(http, "POST", f"/sources/{source}/orders", {"count": 25, "seed": 1})
    _, listed = call(http, "GET", f"/sources/{source}/orders?limit=10")
    _, published = call(http, "POST", f"/sources/{source}/publish")
    _, shown = call(http, "GET", f"/sources/{source}")

    assert filled == {"count": 25, "first_id": "1", "last_id": "25"}
    assert (len(listed["orders"]), listed["next"]) == (10, "10")
    assert (published["published"], published["ending"], len(queue.accepted)) == (25, "caught_up", 25)
    assert (shown["lag_rows"], shown["total_rows"], shown["cursor"]) == (0, 25, published["cursor"])


def test_a_price_is_returned_as_exact_text(http: Client) -> None:
    call(http, "POST", "/sources/shop/orders", {"count": 1})

    _, listed = call(http, "GET", "/sources/shop/orders?limit=1")

    assert isinstance(listed["orders"][0]["price"], str)


def test_no_id_and_no_date_of_a_row_is_changed_on_its_way_out(http: Client, edges: str) -> None:
    rows = {
        -(2**63): "-infinity",
        -5: "0044-03-15T00:00:00+00:00 BC",
        0: "15000-01-01T00:00:00+00:00",
        1970670598291982290: "infinity",
        2**63 - 1: "2026-07-01T12:00:00Z",
    }
    with psycopg.connect(edges) as connection, connection.cursor() as cursor:
        command = "INSERT INTO orders (id, product, price, security_check, created_at) VALUES (%s, 'x', 1.50, true, %s)"
        cursor.executemany(command, rows.items())

    pages = list(_pages(http, "/sources/edges/orders"))
    _, published = call(http, "POST", "/sources/edges/publish")
    _, shown = call(http, "GET", "/sources/edges")

    listed = {order["id"]: order["created_at"] for page in pages for order in page["orders"]}
    assert listed == {str(row_id): date for row_id, date in rows.items()}
    assert (published["published"], published["rejected"]) == (2, 3)
    assert published["cursor"]["position"]["id"] == shown["cursor"]["position"]["id"] == str(2**63 - 1)
    assert isinstance(shown["cursor"]["position"]["x"], str)


def _pages(http: Client, path: str) -> Iterator[Any]:
    _, page = call(http, "GET", path, limit=2)
    yield page
    while page["next"]:
        _, page = call(http, "GET", path, limit=2, after=page["next"])
        yield page


@pytest.mark.parametrize("after", ["1_000", "１", "+1", "01", "9223372036854775808", "x"])
def test_an_id_in_another_spelling_is_refused(http: Client, after: str) -> None:
    status, body = call(http, "GET", "/sources/shop/orders", after=after)

    assert (status, "after" in body["detail"]) == (422, True)


def test_the_error_for_an_unknown_source_names_the_known_ones(http: Client) -> None:
    status, body = call(http, "GET", "/sources/nope")

    assert (status, body["error"], "shop" in body["detail"]) == (404, "not_found", True)


def test_the_error_for_an_unfit_source_names_the_next_step(http: Client) -> None:
    status, body = call(http, "POST", "/sources/bare/publish")

    assert (status, "esteira migrate" in body["detail"]) == (409, True)


def test_the_error_for_an_unreachable_source_hides_its_password(http: Client) -> None:
    status, body = call(http, "GET", "/sources/down")

    assert (status, body["error"], "secret" in json.dumps(body)) == (503, "source_unavailable", False)


def test_the_schedule_publishes_the_healthy_sources_and_fails_for_the_others(
    producer: Any, http: Client, queue: SqsStub
) -> None:
    call(http, "POST", "/sources/shop/publish")
    call(http, "POST", "/sources/shop/orders", {"count": 3})
    queue.accepted.clear()

    with pytest.raises(SourceUnfit):
        producer.publish_due(SCHEDULED, LambdaContext())

    assert len(queue.accepted) == 3
