"""Which days a calendar shows, and what happens on each of them: pure functions of dates, zones and entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from esteira.lookups.booking.calendar import Entry, EntryKind
from esteira.lookups.schedules.local_times import place

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class View(StrEnum):
    """How much is shown."""

    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True, kw_only=True)
class Chip:
    """The entries of one look-up on one day that are of one kind, by the first of them."""

    first: Entry
    count: int


def weeks_of(view: View, day: date) -> Sequence[Sequence[date]]:
    """Return the weeks that are shown, from Monday on: those of the day's month, or its own."""
    first, last = (day, day) if view is View.WEEK else (day.replace(day=1), _next_month(day) - DAY)
    monday = first - timedelta(days=first.weekday())
    return [[monday + week * WEEK + each * DAY for each in range(7)] for week in range((last - monday).days // 7 + 1)]


def neighbour(view: View, day: date, step: int) -> date:
    """Return a day of the week or month before (-1) or after (1)."""
    if view is View.WEEK:
        return day + step * WEEK
    return _next_month(day) if step > 0 else (day.replace(day=1) - DAY).replace(day=1)


def begin_of(day: date, zone: str) -> datetime:
    """Return when a day begins. It has 23 or 25 hours when the clock is changed, and some begin at 01:00."""
    return place(datetime.combine(day, time()), ZoneInfo(zone)).at


def moved_to(at: datetime, day: date, zone: str) -> datetime:
    """Return the same time of another day; a time that the day does not have becomes the next one that it has."""
    local = at.astimezone(ZoneInfo(zone))
    return place(datetime.combine(day, local.time()), ZoneInfo(zone)).at


def folded(entries: Iterable[Entry], zone: str) -> Mapping[date, Sequence[Chip]]:
    """Return the chips of each day, in the order of their first times."""
    found: dict[tuple[date, UUID, EntryKind], list[Entry]] = {}
    for entry in entries:
        key = entry.at.astimezone(ZoneInfo(zone)).date(), entry.lookup_id, entry.kind
        found.setdefault(key, []).append(entry)
    days = groupby(sorted(found, key=lambda key: (key[0], found[key][0].at)), key=lambda key: key[0])
    return {day: [Chip(first=found[key][0], count=len(found[key])) for key in keys] for day, keys in days}


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
