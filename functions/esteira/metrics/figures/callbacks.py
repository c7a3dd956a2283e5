"""Unprocessed callbacks, and what their number is called."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from esteira.metrics.metric import Metric, metric, seconds_since


class Band(IntEnum):
    """What a number of unprocessed callbacks is called."""

    NORMAL = 0
    SLOW = 1
    ALERT = 2


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Where the bands begin: at exactly `slow_from` callbacks it is slow, at exactly `alert_from` an alert."""

    slow_from: int
    alert_from: int

    def of(self, unprocessed: int) -> Band:
        """The band of a number of callbacks."""
        if unprocessed >= self.alert_from:
            return Band.ALERT
        return Band.SLOW if unprocessed >= self.slow_from else Band.NORMAL


@dataclass(frozen=True, kw_only=True)
class CallbackReading:
    """What the target says of its callbacks: how many wait and since when, and since when the oldest dead one does."""

    unprocessed: int = 0
    oldest_at: datetime | None = None
    oldest_dead_at: datetime | None = None


def callback_metrics(reading: CallbackReading, bands: Bands, at: datetime) -> list[Metric]:
    """How many, how bad, how old."""
    band = bands.of(reading.unprocessed)
    return [
        metric("callbacks.unprocessed", reading.unprocessed, at),
        metric("callbacks.band", band, at, note=band.name.lower()),
        metric("callbacks.oldest_seconds", seconds_since(reading.oldest_at, at), at),
    ]
