"""How many requests a method of an API takes: over time by a token bucket, and at the same moment by counting them."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class AboveLimit(Exception):
    """The method takes no further request now."""


@dataclass(frozen=True, kw_only=True)
class RateLimit:
    """`per_second` requests over time. `burst` is both the size of the bucket and how many may run at the same moment.

    AWS calls the latter a target, and may take a few more.
    """

    per_second: float
    burst: int


@dataclass
class _Bucket:
    spent: float = 0
    changed_at: float = 0
    running: int = 0


class MethodLimiter:
    """A bucket for each method that was ever called; it begins full. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: defaultdict[Hashable, _Bucket] = defaultdict(_Bucket)
        self._lock = threading.Lock()

    @contextmanager
    def request(self, method: Hashable, limit: RateLimit) -> Iterator[None]:
        """Count one request for the length of the block. Raises `AboveLimit` instead of entering it."""
        with self._lock:
            self._enter(self._buckets[method], limit)
        try:
            yield
        finally:
            with self._lock:
                self._buckets[method].running -= 1

    def _enter(self, bucket: _Bucket, limit: RateLimit) -> None:
        now = self._clock()
        bucket.spent = max(bucket.spent - (now - bucket.changed_at) * limit.per_second, 0)
        bucket.changed_at = now
        if bucket.spent + 1 > limit.burst or bucket.running >= limit.burst:
            raise AboveLimit
        bucket.spent += 1
        bucket.running += 1
