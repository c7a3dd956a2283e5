"""Timestamps for the browser. The server also sends its own `now`, so that a wrong browser clock does no harm."""

from datetime import datetime


def epoch_milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch, the unit of JavaScript."""
    return int(moment.timestamp() * 1000)
