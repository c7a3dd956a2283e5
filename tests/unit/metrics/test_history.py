"""Queries of a metric's history, and the refusal of invalid ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from esteira.core.errors import BadRequest, NotFound
from esteira.metrics.history import history_range
from esteira.metrics.memory import MemoryMetricsStore
from esteira.metrics.metric import metric
from esteira.metrics.ports import MetricsReport
from esteira.metrics.read_history import ReadHistory, read_history

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


@pytest.mark.parametrize(
    ("asked", "step_seconds", "since"),
    [
        ({}, 1, ago(minutes=10)),
        ({"step_seconds": 60}, 60, ago(days=1)),
        ({"since": ago(minutes=10)}, 1, ago(minutes=10)),
        ({"since": ago(minutes=11)}, 60, ago(minutes=11)),
        ({"since": ago(days=2)}, 3600, ago(days=2)),
        ({"since": ago(minutes=5), "step_seconds": 3600}, 3600, ago(minutes=5)),
    ],
)
def test_the_finest_step_that_reaches_back_is_used(asked: dict[str, Any], step_seconds: int, since: datetime) -> None:
    found = history_range(**{"since": None, "until": None, "step_seconds": None, **asked}, now=NOW)

    assert (found.ring.step_seconds, found.since, found.until) == (step_seconds, since, NOW)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"step_seconds": 5}, "step: must be one of 1, 60, 3600"),
        ({"since": NOW}, "from: must be earlier than to"),
        ({"since": ago(seconds=5), "until": ago(seconds=9)}, "from: must be earlier than to"),
        ({"since": ago(minutes=11), "step_seconds": 1}, "from: step 1 reaches back 600 seconds"),
        ({"since": ago(days=31)}, "from: step 3600 reaches back 2592000 seconds"),
    ],
)
def test_an_invalid_range_is_refused_with_the_reason(asked: dict[str, Any], error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        history_range(**{"since": None, "until": None, "step_seconds": None, **asked}, now=NOW)


def test_history_has_unit_step_start_and_points() -> None:
    store = MemoryMetricsStore()
    store.write(
        MetricsReport(at=ago(seconds=3), metrics=[metric("source.{source}.lag", 7, ago(seconds=3), source="shop")])
    )

    history = read_history(store, "source.shop.lag", ReadHistory(), NOW)

    assert (history.unit, history.step_seconds, history.since) == ("rows", 1, ago(seconds=3))
    assert [(point.at, point.value) for point in history.points] == [(ago(seconds=3), 7)]


def test_a_known_metric_without_values_has_an_empty_history() -> None:
    history = read_history(MemoryMetricsStore(), "source.shop.lag", ReadHistory(), NOW)

    assert (list(history.points), history.since) == ([], None)


def test_an_unknown_metric_is_not_found() -> None:
    with pytest.raises(NotFound, match="GET /metrics lists"):
        read_history(MemoryMetricsStore(), "queue.orders.colour", ReadHistory(), NOW)
