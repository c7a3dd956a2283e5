"""When a recurrence happens, as points in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from esteira.lookups.schedules.local_times import Placed, place
from esteira.lookups.schedules.recurrence import Recurrence

MARGIN = timedelta(days=2)
"""How far before a moment local times are begun with: more than a clock was ever put forward."""


def occurrences(recurrence: Recurrence, time_zone: str, after: datetime) -> Iterator[Placed]:
    """Yield what happens later than this moment, each later than the one before.

    Local times in one gap of the clock are one occurrence: the first moment after it.
    """
    zone, latest = ZoneInfo(time_zone), after
    for local in recurrence.local_times(after.astimezone(zone).replace(tzinfo=None) - MARGIN):
        placed = place(local, zone)
        if placed.at > latest:
            latest = placed.at
            yield placed


def next_occurrence(recurrence: Recurrence, time_zone: str, after: datetime) -> datetime | None:
    """Return when it happens next after this moment; None if never."""
    return next((placed.at for placed in occurrences(recurrence, time_zone, after)), None)
