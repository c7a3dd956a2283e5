"""Predicts when a batch of look-ups will end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from operator import attrgetter

from esteira.lookups.prediction.backlog import HAND_OVER_INTERVAL, Backlog, Planned, hand_over_after
from esteira.lookups.prediction.capacity import Capacity
from esteira.lookups.prediction.drain import Drained, Work, drain
from esteira.lookups.prediction.lazy_merge import lazily_merged
from esteira.lookups.ranking import ranked_at
from esteira.lookups.schedules.occurrences import occurrences

BEFORE = timedelta(hours=1)
"""How long before a batch that is far away the prediction begins. What waits now is taken as done by then."""

MOST_REPETITIONS = 20_000
"""Repetitions that are counted, those that come first: a second or two of computing."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is asked for. `is_queued_at_once`: by the request itself, and not by the schedule."""

    planned: Sequence[Planned]
    is_queued_at_once: bool = False

    @property
    def count(self) -> int:
        """The number of look-ups, each counted once, however often it is repeated."""
        return sum(planned.count for planned in self.planned)

    def since(self, now: datetime) -> datetime:
        """Return from when on others matter to it."""
        return max(now, min((planned.due_at for planned in self.planned), default=now) - BEFORE)


@dataclass(frozen=True, kw_only=True)
class Ends:
    """When the first and the last look-up of a batch end. `position`: of the first one in the order of work, from 1."""

    first_end: datetime
    last_end: datetime
    position: int


def predict(batch: Batch, backlog: Backlog, capacity: Capacity, *, now: datetime, ageing: timedelta) -> Ends | None:
    """Return the ends, or None if nothing is answered at this time, or the batch is empty."""
    if capacity.per_second <= 0 or batch.count == 0:
        return None
    origin = backlog.handed_over_at or now + HAND_OVER_INTERVAL / 2
    works = _Works(now=now, since=batch.since(now), ageing=ageing, origin=origin)
    return _ends(drain(works.of(batch, backlog), batch.count, capacity), capacity, now)


def end_of_waiting(rank: datetime, backlog: Backlog, capacity: Capacity, *, now: datetime) -> datetime | None:
    """Return by when a task of this rank ends that is queued or under way, or None if nothing is answered now.

    The backlog counts by steps of the ranks, so this is the end of the last one of its step.
    """
    if capacity.per_second <= 0:
        return None
    own_step = min((each.ranked_at for each in backlog.waiting if each.ranked_at >= rank), default=rank)
    until_own = sum(each.count for each in backlog.waiting if each.ranked_at <= own_step)
    seconds = max(0.0, until_own - capacity.at_once) / capacity.per_second
    return now + timedelta(seconds=seconds + capacity.latency_seconds)


def _ends(drained: Drained, capacity: Capacity, now: datetime) -> Ends:
    first, last = (now + timedelta(seconds=each + capacity.latency_seconds) for each in (drained.first, drained.last))
    return Ends(first_end=first, last_end=last, position=drained.before + 1)


@dataclass(frozen=True, kw_only=True)
class _Works:
    now: datetime
    since: datetime
    ageing: timedelta
    origin: datetime

    def of(self, batch: Batch, backlog: Backlog) -> Iterator[Work]:
        """Yield all work in the order in which it is ready. Repetitions are found only as far as they are asked for."""
        firsts = [*self._waiting(backlog), *self._others(backlog), *self._own(batch)]
        repeated = [planned for planned in (*backlog.planned, *batch.planned) if planned.recurrence]
        sources = [(self._seconds(max(each.due_at, self.since)), self._repetitions(each)) for each in repeated]
        repetitions = islice(lazily_merged(sources), MOST_REPETITIONS)
        return merge(sorted(firsts, key=attrgetter("ready")), repetitions, key=attrgetter("ready"))

    def _waiting(self, backlog: Backlog) -> Sequence[Work]:
        if self.since > self.now:
            return []
        return [
            Work(rank=self._seconds(each.ranked_at), in_batch=False, ready=0.0, count=each.count)
            for each in backlog.waiting
        ]

    def _others(self, backlog: Backlog) -> Sequence[Work]:
        soon = [planned for planned in backlog.planned if self.since == self.now or planned.due_at >= self.since]
        return [self._work(planned, self._ready(planned.due_at)) for planned in soon]

    def _own(self, batch: Batch) -> Sequence[Work]:
        return [
            self._work(each, self.now if batch.is_queued_at_once else self._ready(each.due_at), in_batch=True)
            for each in batch.planned
        ]

    def _repetitions(self, planned: Planned) -> Iterator[Work]:
        if planned.recurrence:
            after = max(planned.due_at, self.since)
            for placed in occurrences(planned.recurrence, planned.time_zone, after):
                yield self._work(planned, self._ready(placed.at))

    def _ready(self, due_at: datetime) -> datetime:
        return hand_over_after(max(due_at, self.now), self.origin)

    def _work(self, planned: Planned, ready: datetime, *, in_batch: bool = False) -> Work:
        rank = ranked_at(ready, planned.priority, ageing=self.ageing)
        return Work(rank=self._seconds(rank), in_batch=in_batch, ready=self._seconds(ready), count=planned.count)

    def _seconds(self, at: datetime) -> float:
        return (at - self.now).total_seconds()
