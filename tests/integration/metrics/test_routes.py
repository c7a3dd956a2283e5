"""The monitor's routes for metrics, called as API Gateway calls them. Redis is the only store that is up."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chalice.test import Client
from esteira.core.http.operator_token import operator_token
from esteira.metrics import wiring
from esteira.metrics.metric import metric
from esteira.metrics.ports import MetricsReport
from monitor.app import app, compute_metrics_due

from tests.harness.environment import environment
from tests.harness.redis import RedisServer, running_redis
from tests.integration.http_calls import SCHEDULED, TOKEN, call

NAME = "queue.orders.visible"
NOWHERE = "http://127.0.0.1:1/000000000000/nothing"
NOBODY = "postgresql://nobody:secret@127.0.0.1:1/none"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(Path(tmp_path_factory.mktemp("metrics")) / "redis") as server:
        yield server


@pytest.fixture(scope="module")
def http(redis: RedisServer) -> Iterator[Client]:
    """The HTTP function after a cold start."""
    with environment(_variables(redis), wiring.metrics, operator_token):
        with Client(app) as client:
            yield client
        wiring.metrics().close()


@pytest.fixture(autouse=True)
def _empty(redis: RedisServer) -> None:
    redis.flush()


def test_current_values_are_told_with_unit_topic_age_and_labels(http: Client) -> None:
    at = datetime.now(UTC) - timedelta(seconds=100)
    keep(metric("source.{source}.lag", 3, at, source="shop"), metric("callbacks.band", 1, at, note="slow"))

    status, answer = get(http, "/metrics")

    lag, band = answer["metrics"]["source.shop.lag"], answer["metrics"]["callbacks.band"]
    assert (status, answer["since"], lag["at"]) == (200, at.isoformat(), at.isoformat())
    assert (lag["value"], lag["unit"], lag["topic"], lag["labels"]) == (3, "rows", "sources", {"source": "shop"})
    assert (band["note"], band["stale"], 100 <= band["age_seconds"] < 130) == ("slow", True, True)


def test_history_is_answered_as_it_was_asked_for(http: Client) -> None:
    now = datetime.now(UTC)
    keep(metric("queue.{lane}.visible", 7, now, lane="orders"))
    since = now - timedelta(minutes=5)

    in_words = get(http, f"/metrics/{NAME}/history", **{"from": since.isoformat(), "step": "60"})
    in_seconds = get(http, f"/metrics/{NAME}/history", **{"from": str(since.timestamp()), "step": "60"})

    assert in_words == in_seconds
    assert (in_words[0], in_words[1]["step_seconds"]) == (200, 60)
    assert [point["value"] for point in in_words[1]["points"]] == [7]


def test_nothing_computed_is_an_empty_answer_and_no_error(http: Client) -> None:
    everything, history = get(http, "/metrics"), get(http, f"/metrics/{NAME}/history")

    assert (everything[0], everything[1]["since"], everything[1]["metrics"]) == (200, None, {})
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
def test_a_question_that_cannot_be_answered_is_told_which_part_is_wrong(
    http: Client, query: dict[str, str], named: str
) -> None:
    status, answer = get(http, f"/metrics/{NAME}/history", **query)

    assert (status, answer["error"]) == (400, "bad_request")
    assert named in answer["detail"]


def test_a_name_that_nothing_is_called_is_not_found(http: Client) -> None:
    assert get(http, "/metrics/queue.orders.colour/history")[0] == 404


def test_metrics_are_behind_the_token(http: Client) -> None:
    assert [http.http.get(path).status_code for path in ("/metrics", f"/metrics/{NAME}/history")] == [401, 401]


def test_what_cannot_be_measured_is_named_and_the_schedule_goes_on(http: Client) -> None:
    done = compute_metrics_due(SCHEDULED, None)

    assert {"callbacks.", "ledger.", "queue.orders.", "source.shop."} <= set(done["failed"])
    assert get(http, "/metrics")[1]["since"] is not None


def test_without_redis_metrics_name_the_setting_and_the_rest_goes_on(http: Client, redis: RedisServer) -> None:
    redis.child.kill()

    answers = [get(http, path) for path in ("/metrics", f"/metrics/{NAME}/history")]

    redis.start_again()
    assert [(status, answer["error"]) for status, answer in answers] == [(503, "metrics_unavailable")] * 2
    assert all("ESTEIRA_REDIS_URL" in answer["detail"] for _, answer in answers)
    assert get(http, "/metrics")[0] == 200


def get(http: Client, path: str, **query: str) -> tuple[int, Any]:
    return call(http, "GET", path, **query)


def keep(*figures: Any) -> None:
    wiring.metrics().store.write(MetricsReport(at=figures[0].at, metrics=figures))


def _forget() -> None:
    wiring.metrics.cache_clear()
    operator_token.cache_clear()


def _variables(redis: RedisServer) -> dict[str, str]:
    lane = {"queue_url": NOWHERE, "dlq_url": NOWHERE}
    return {
        "ESTEIRA_SOURCES": json.dumps({"shop": {"dsn": NOBODY}}),
        "ESTEIRA_TARGET_DSN": NOBODY,
        "ESTEIRA_REDIS_URL": redis.url,
        "ESTEIRA_MONGO_URL": "mongodb://127.0.0.1:1/esteira",
        "ESTEIRA_OPERATOR_TOKEN": TOKEN,
        "ESTEIRA_LANES": json.dumps({"orders": lane, "payments": lane}),
    }
