"""The JSON of `GET /metrics`."""

from datetime import datetime

from typing_extensions import TypedDict

from esteira.core.announcing.topics import Topic
from esteira.core.http.shapes import Timestamp
from esteira.metrics.metric import STALE_AFTER_SECONDS, Metric
from esteira.metrics.read_metrics import MetricsSnapshot


class MetricJson(TypedDict):
    """The value of a metric. `note` names the meaning of a coded value, such as `slow`."""

    value: float
    unit: str
    topic: Topic
    labels: dict[str, str]
    note: str
    at: Timestamp
    age_seconds: float
    stale: bool


class MetricsJson(TypedDict):
    """All metrics by name. `since`: start of the history of all metrics."""

    now: Timestamp
    since: Timestamp | None
    stale_after_seconds: float
    metrics: dict[str, MetricJson]


def metrics_json(snapshot: MetricsSnapshot) -> MetricsJson:
    """Return all values by name, each with its age and whether it is stale."""
    return {
        "now": snapshot.now.isoformat(),
        "since": snapshot.since.isoformat() if snapshot.since else None,
        "stale_after_seconds": STALE_AFTER_SECONDS,
        "metrics": {name: _metric_json(figure, snapshot.now) for name, figure in snapshot.metrics.items()},
    }


def _metric_json(figure: Metric, now: datetime) -> MetricJson:
    return {
        "value": figure.value,
        "unit": figure.kind.unit,
        "topic": figure.topic,
        "labels": dict(figure.labels),
        "note": figure.note,
        "at": figure.at.isoformat(),
        "age_seconds": round(figure.age_seconds(now), 3),
        "stale": figure.is_stale(now),
    }
