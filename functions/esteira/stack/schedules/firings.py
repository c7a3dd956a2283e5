"""When a schedule fires next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from esteira.stack.schedules.expression import Rate, Schedule

MOST_TIMES = 20


@dataclass(frozen=True, kw_only=True)
class Firings:
    """The times in a period, at most twenty of them, how many there are, and the next one, which may be later.

    `exact` False: a rate of which no run is known yet; then its first time is the latest possible one.
    """

    times: Sequence[datetime]
    count: int
    next_at: datetime | None = None
    exact: bool = True


def firings(schedule: Schedule, *, after: datetime, until: datetime, last_run: datetime | None) -> Firings:
    """Return the times later than `after`, up to `until`. A rate goes on from its last run."""
    times = list(takewhile(lambda at: at <= until, _times(schedule, after, last_run)))
    exact = last_run is not None or not isinstance(schedule, Rate)
    next_at = next(iter(_times(schedule, after, last_run)), None)
    return Firings(times=times[:MOST_TIMES], count=len(times), next_at=next_at, exact=exact)


def _times(schedule: Schedule, after: datetime, last_run: datetime | None) -> Iterator[datetime]:
    if isinstance(schedule, Rate):
        return _rate_times(schedule.period, after, last_run or after)
    return schedule.times(after)


def _rate_times(period: timedelta, after: datetime, last_run: datetime) -> Iterator[datetime]:
    at = last_run + max(1, (after - last_run) // period + 1) * period
    while True:
        yield at
        at += period
