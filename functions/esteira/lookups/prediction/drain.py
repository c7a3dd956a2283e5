"""Works off counts of look-ups in their order, and tells when those of a batch begin. Times are seconds from now.

The pace is that of `pace.py`, applied to many look-ups at once: what takes turns is not one look-up but all of a rank.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from esteira.lookups.prediction.capacity import Capacity


@dataclass(frozen=True, kw_only=True, order=True)
class Work:
    """Look-ups of one rank, the lowest first, that can be begun from `ready` on. `in_batch`: those that are asked for.

    Of the same rank, those of others come first.
    """

    rank: float
    in_batch: bool
    ready: float
    count: int


@dataclass(frozen=True, kw_only=True)
class Drained:
    """When the first and the last look-up of the batch begin, and how many begin before the first."""

    first: float
    last: float
    before: int


def drain(works: Iterator[Work], batch: int, capacity: Capacity) -> Drained:
    """Return when a batch of so many look-ups begins. `works` come in the order in which they are ready.

    The batch is among them, and the capacity is more than nothing.
    """
    return _Queue(works, capacity).until_begun(batch)


class _Queue:
    def __init__(self, works: Iterator[Work], capacity: Capacity) -> None:
        self._works = works
        self._next = next(works, None)
        self._waiting: list[Work] = []
        self._now = 0.0
        self._interval = 1 / capacity.per_second
        self._tolerance = max(0.0, capacity.at_once - 1) * self._interval
        self._tat = 0.0

    def until_begun(self, batch: int) -> Drained:
        before, last = 0, 0.0
        first: float | None = None
        while batch > 0:
            self._admit()
            work, began, ended = self._begin()
            if first is None and not work.in_batch:
                before += work.count
            if work.in_batch and work.count:
                batch -= work.count
                first, last = began if first is None else first, max(last, ended)
        return Drained(first=first or 0.0, last=last, before=before)

    def _admit(self) -> None:
        """Take what is ready; with nothing to do, what is ready next."""
        if not self._waiting and self._next:
            self._now = max(self._now, self._next.ready)
        while self._next and self._next.ready <= self._now:
            heappush(self._waiting, self._next)
            self._next = next(self._works, None)

    def _begin(self) -> tuple[Work, float, float]:
        """Begin as many of the lowest rank as there are turns until something else is ready."""
        work = heappop(self._waiting)
        until = self._next.ready if self._next else math.inf
        base = max(self._tat, self._now)
        fitting = self._turns(until + self._tolerance - base, work.count)
        began = max(self._now, base - self._tolerance)
        ended = max(self._now, base + (fitting - 1) * self._interval - self._tolerance)
        self._tat = base + fitting * self._interval
        if fitting < work.count:
            heappush(self._waiting, replace(work, count=work.count - fitting))
            self._now = until
        else:
            self._now = ended
        return replace(work, count=fitting), began, ended

    def _turns(self, seconds: float, most: int) -> int:
        turns = seconds / self._interval + 1
        return most if turns >= most else max(0, math.floor(turns))
