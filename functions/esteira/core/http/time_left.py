"""The remaining time of a Lambda invocation."""

from collections.abc import Callable
from typing import Any


def seconds_left(context: Any) -> Callable[[], float]:
    """Return a function that returns the seconds until Lambda ends the invocation with this context."""
    return lambda: context.get_remaining_time_in_millis() / 1000
