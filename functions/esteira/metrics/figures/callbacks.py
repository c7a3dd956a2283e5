"""Metrics of unprocessed callbacks, and the band of their number."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from esteira.metrics.metric import Metric, metric, seconds_since


class Band(IntEnum):
    """Rating of a number of unprocessed callbacks. The numbers are the values of the metric."""

    NORMAL = 0
    SLOW = 1
    ALERT = 2


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The limits of the bands: slow from exactly `slow_from` callbacks on, alert from exactly `alert_from` on."""

    slow_from: int
    alert_from: int

    def band_of(self, unprocessed: int) -> Band:
        """Return the band of a number of callbacks."""
        if unprocessed >= self.alert_from:
            return Band.ALERT
        return Band.SLOW if unprocessed >= self.slow_from else Band.NORMAL


@dataclass(frozen=True, kw_only=True)
class CallbackReading:
    """The unprocessed callbacks in the target: their number, and receipt times of the oldest and the oldest dead."""

    unprocessed: int = 0
    oldest_at: datetime | None = None
    oldest_dead_at: datetime | None = None


def callback_metrics(reading: CallbackReading, bands: Bands, at: datetime) -> list[Metric]:
    """Return the number, the band and the oldest age."""
    band = bands.band_of(reading.unprocessed)
    return [
        metric("callbacks.unprocessed", reading.unprocessed, at),
        metric("callbacks.band", band, at, note=band.name.lower()),
        metric("callbacks.oldest_seconds", seconds_since(reading.oldest_at, at), at),
    ]
