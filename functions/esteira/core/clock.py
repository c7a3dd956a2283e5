"""The current time, passed as an argument, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the current time, with its zone."""


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
