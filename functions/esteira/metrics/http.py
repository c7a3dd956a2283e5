"""The JSON of `GET /metrics`."""

from datetime import datetime
from typing import Any

from esteira.metrics.metric import STALE_AFTER_SECONDS, Metric
from esteira.metrics.read_metrics import MetricsSnapshot


def metrics_json(snapshot: MetricsSnapshot) -> dict[str, Any]:
    """Return all values by name, each with its age and whether it is stale."""
    return {
        "now": snapshot.now.isoformat(),
        "since": snapshot.since.isoformat() if snapshot.since else None,
        "stale_after_seconds": STALE_AFTER_SECONDS,
        "metrics": {name: _metric_json(figure, snapshot.now) for name, figure in snapshot.metrics.items()},
    }


def _metric_json(figure: Metric, now: datetime) -> dict[str, Any]:
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
