"""Metrics of a source: how far its producer lags behind."""

from dataclasses import dataclass
from datetime import datetime

from esteira.metrics.metric import Metric, metric


@dataclass(frozen=True, kw_only=True)
class SourceProgress:
    """Number of rows past the cursor, and age of the oldest open transaction that can hold them back."""

    lag_rows: int
    horizon_age_seconds: float
    restarted: bool = False


def source_metrics(source: str, progress: SourceProgress, at: datetime) -> list[Metric]:
    """Return all metrics of one source."""
    return [
        metric("source.{source}.lag", progress.lag_rows, at, source=source),
        metric("source.{source}.horizon_age_seconds", progress.horizon_age_seconds, at, source=source),
        metric("source.{source}.restarted", int(progress.restarted), at, source=source),
        metric("source.{source}.readable", 1, at, source=source),
    ]


def unread_source_metrics(source: str, at: datetime) -> list[Metric]:
    """Return the metrics of a source that cannot be read."""
    return [metric("source.{source}.readable", 0, at, source=source)]
