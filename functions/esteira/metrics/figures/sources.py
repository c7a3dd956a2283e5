"""How far behind a source its producer is."""

from dataclasses import dataclass
from datetime import datetime

from esteira.metrics.metric import Metric, metric


@dataclass(frozen=True, kw_only=True)
class SourceProgress:
    """Rows past the cursor, and the age of the oldest open transaction that they may have to wait for."""

    lag_rows: int
    horizon_age_seconds: float


def source_metrics(source: str, progress: SourceProgress, at: datetime) -> list[Metric]:
    """All figures of one source."""
    return [
        metric("source.{source}.lag", progress.lag_rows, at, source=source),
        metric("source.{source}.horizon_age_seconds", progress.horizon_age_seconds, at, source=source),
    ]
