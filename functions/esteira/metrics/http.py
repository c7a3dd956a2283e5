"""Metrics as the doors answer them: the keys of `GET /metrics`."""

from datetime import datetime
from typing import Any

from esteira.metrics.metric import STALE_AFTER_SECONDS, Metric
from esteira.metrics.read_metrics import MetricsSnapshot


def metrics_json(reading: MetricsSnapshot) -> dict[str, Any]:
    """All values by name, each with its age, and whether that is too much."""
    return {
        "now": reading.now.isoformat(),
        "since": reading.since.isoformat() if reading.since else None,
        "stale_after_seconds": STALE_AFTER_SECONDS,
        "metrics": {name: _metric_json(figure, reading.now) for name, figure in reading.metrics.items()},
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
