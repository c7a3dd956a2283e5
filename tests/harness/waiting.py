"""Waits on a condition with a deadline, never for a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HANGS_AFTER_SECONDS = 300
"""No promise of the product: it only ends a test that hangs, also on a machine several times slower than ours."""


class TooLate(AssertionError):
    """The condition did not become true in time."""


def wait_for(
    description: str,
    poll: Callable[[], T],
    *,
    within_seconds: float = HANGS_AFTER_SECONDS,
    every_seconds: float = 0.05,
) -> T:
    """Return the first truthy result of `poll`. Raises `TooLate` with the last result after the deadline."""
    deadline = time.monotonic() + within_seconds
    while True:
        result = poll()
        if result:
            return result
        if time.monotonic() >= deadline:
            raise TooLate(f"{description}: not within {within_seconds:g} s; the last result was {result!r}")
        time.sleep(every_seconds)
