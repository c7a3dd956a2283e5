"""The time, as an argument: nothing that must be tested asks the machine for it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the present moment, with its zone."""


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)
