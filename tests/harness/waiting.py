"""Waiting on a condition with a deadline, never for a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TooLate(AssertionError):
    """The condition did not come true in time."""


def wait_for(what: str, look: Callable[[], T], *, within_seconds: float, every_seconds: float = 0.05) -> T:
    """Returns the first truthy result of `look`. Raises `TooLate`, naming both, after the deadline."""
    deadline = time.monotonic() + within_seconds
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() >= deadline:
            raise TooLate(f"{what}: not within {within_seconds:g} s; the last answer was {answer!r}")
        time.sleep(every_seconds)
