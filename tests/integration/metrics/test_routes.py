"""The monitor's routes for metrics, called as by API Gateway. Only Redis and MongoDB are reachable."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.metrics import wiring
from esteira.metrics.metric import metric
from esteira.metrics.ports import MetricsReport
from monitor.app import app, compute_metrics_due

from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.harness.redis import RedisServer, running_redis
from tests.integration.http_calls import SCHEDULED, TOKEN, call

NAME = "queue.orders.visible"
UNREACHABLE_QUEUE = "http://127.0.0.1:1/000000000000/nothing"
UNREACHABLE_DATABASE = "postgresql://nobody:secret@127.0.0.1:1/none"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(Path(tmp_path_factory.mktemp("metrics")) / "redis") as server:
        yield server


@pytest.fixture(scope="module")
def http(redis: RedisServer, mongo_url: str) -> Iterator[Client]:
    """The HTTP function after a cold start."""
    with environment(_variables(redis, mongo_url), wiring.metrics, authentication):
        with Client(app) as client:
            yield client
        wiring.metrics().close()
        authentication().close()


@pytest.fixture(autouse=True)
def _empty(redis: RedisServer) -> None:
    redis.flush()


def test_current_values_have_unit_topic_age_and_labels(http: Client) -> None:
    at = datetime.now(UTC) - timedelta(seconds=100)
    store(metric("source.{source}.lag", 3, at, source="shop"), metric("callbacks.band", 1, at, note="slow"))

    status, answer = get(http, "/metrics")

    lag, band = answer["metrics"]["source.shop.lag"], answer["metrics"]["callbacks.band"]
    assert (status, answer["since"], lag["at"]) == (200, at.isoformat(), at.isoformat())
    assert (lag["value"], lag["unit"], lag["topic"], lag["labels"]) == (3, "rows", "sources", {"source": "shop"})
    assert (band["note"], band["stale"], 100 <= band["age_seconds"] < 130) == ("slow", True, True)


def test_history_is_the_same_for_times_in_both_formats(http: Client) -> None:
    now = datetime.now(UTC)
    store(metric("queue.{lane}.visible", 7, now, lane="orders"))
    since = now - timedelta(minutes=5)

    iso = get(http, f"/metrics/{NAME}/history", **{"from": since.isoformat(), "step": "60"})
    seconds = get(http, f"/metrics/{NAME}/history", **{"from": str(since.timestamp()), "step": "60"})

    assert iso == seconds
    assert (iso[0], iso[1]["step_seconds"]) == (200, 60)
    assert [point["value"] for point in iso[1]["points"]] == [7]


def test_an_empty_store_returns_no_metrics_and_no_points(http: Client) -> None:
    current, history = get(http, "/metrics"), get(http, f"/metrics/{NAME}/history")

    assert (current[0], current[1]["since"], current[1]["metrics"]) == (200, None, {})
    assert (history[0], history[1]["since"], history[1]["points"]) == (200, None, [])


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"step": "7"}, "step"),
        ({"step": "soon"}, "step"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-07-01T12:00:00"}, "from"),
        ({"from": "2020-01-01T00:00:00Z"}, "from"),
        ({"to": "1", "from": "2"}, "from"),
        ({"until": "1"}, "until"),
        ({"from": "9" * 40}, "from"),
        ({"to": "1e300"}, "to"),
        ({"to": "0001-01-01T00:00:00Z"}, "to"),
        ({"from": "2026-07-01T12:00:00Z", "to": "9999-12-31T23:59:59Z"}, "from"),
        ({"since": "1"}, "since"),
    ],
)
def test_an_invalid_query_is_refused_with_its_invalid_part(http: Client, query: dict[str, str], named: str) -> None:
    status, answer = get(http, f"/metrics/{NAME}/history", **query)

    assert (status, answer["error"]) == (422, "unprocessable")
    assert named in answer["detail"]


def test_an_unknown_metric_is_not_found(http: Client) -> None:
    assert get(http, "/metrics/queue.orders.colour/history")[0] == 404


def test_metrics_require_the_token(http: Client) -> None:
    assert [http.http.get(path).status_code for path in ("/metrics", f"/metrics/{NAME}/history")] == [401, 401]


def test_the_schedule_reports_the_parts_that_failed_and_stores_the_rest(http: Client) -> None:
    computed = compute_metrics_due(SCHEDULED, None)

    assert {"callbacks.", "ledger.", "queue.orders."} <= set(computed["failed"])
    stored = get(http, "/metrics")[1]
    assert stored["since"] is not None
    assert stored["metrics"]["source.shop.readable"]["value"] == 0


def test_without_redis_the_error_names_its_setting_and_later_requests_succeed(http: Client, redis: RedisServer) -> None:
    redis.child.kill()

    answers = [get(http, path) for path in ("/metrics", f"/metrics/{NAME}/history")]

    redis.start_again()
    assert [(status, answer["error"]) for status, answer in answers] == [(503, "metrics_unavailable")] * 2
    assert all("ESTEIRA_REDIS_URL" in answer["detail"] for _, answer in answers)
    assert get(http, "/metrics")[0] == 200


def get(http: Client, path: str, **query: str) -> tuple[int, Any]:
    return call(http, "GET", path, **query)


def store(*figures: Any) -> None:
    wiring.metrics().store.write(MetricsReport(at=figures[0].at, metrics=figures))


def _variables(redis: RedisServer, mongo_url: str) -> dict[str, str]:
    lane = {"queue_url": UNREACHABLE_QUEUE, "dlq_url": UNREACHABLE_QUEUE}
    return {
        "ESTEIRA_SOURCES": json.dumps({"shop": {"dsn": UNREACHABLE_DATABASE}}),
        "ESTEIRA_TARGET_DSN": UNREACHABLE_DATABASE,
        "ESTEIRA_REDIS_URL": redis.url,
        "ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN),
        "ESTEIRA_LANES": json.dumps({"orders": lane, "payments": lane}),
    }
