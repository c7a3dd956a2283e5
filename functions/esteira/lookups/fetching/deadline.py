"""One limit of time for a whole request."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from esteira.lookups.answer import FetchFailed, FetchFailure

Monotonic = Callable[[], float]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A moment of a monotonic clock, after which nothing may be waited for."""

    at: float
    now: Monotonic = time.monotonic

    @classmethod
    def after(cls, seconds: float, now: Monotonic = time.monotonic) -> "Deadline":
        """Return the deadline that ends so many seconds from now."""
        return cls(at=now() + seconds, now=now)

    def left(self, most: float | None = None) -> float:
        """Return the seconds left, at most `most`. Raises `FetchFailed` when none are left."""
        seconds = self.at - self.now()
        if seconds <= 0:
            raise FetchFailed(FetchFailure.UNREACHABLE, "It did not answer in time.")
        return seconds if most is None else min(seconds, most)
