"""Moments for the browser. They travel as ages, so that a browser whose clock is wrong shows the right ones."""

from datetime import datetime


def epoch_milliseconds(moment: datetime) -> int:
    """Milliseconds of the epoch, as JavaScript counts."""
    return int(moment.timestamp() * 1000)
