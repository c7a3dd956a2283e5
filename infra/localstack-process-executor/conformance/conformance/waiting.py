"""Waits for a condition with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TooLate(AssertionError):
    """The condition did not become true in time."""


def wait_for(what: str, poll: Callable[[], T], *, within_s: float = 60, every_s: float = 0.3) -> T:
    """The first truthy result of `poll`. TooLate, with the last result, after the deadline."""
    deadline = time.monotonic() + within_s
    while not (result := poll()):
        if time.monotonic() >= deadline:
            raise TooLate(f"{what}: not within {within_s:g} s; the last result was {result!r}")
        time.sleep(every_s)
    return result
