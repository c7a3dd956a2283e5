"""How often a look-up is repeated, in local times of its user."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from esteira.core.names import one_of
from esteira.core.numbers import Whole
from esteira.lookups.schedules.cron import Cron, cron_times


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


WEEK = list(Weekday)

WeekdayName = Annotated[Weekday, BeforeValidator(one_of(Weekday))]


def time_of_day(value: Any) -> str:
    """Return a time such as 09:30. Raises `ValueError`."""
    if isinstance(value, str) and len(value) == 5 and value.isascii() and value[2] == ":":
        try:
            return time.fromisoformat(value).isoformat("minutes")
        except ValueError:
            pass
    raise ValueError("is not a time of day such as 09:30")


TimeOfDay = Annotated[
    str,
    BeforeValidator(time_of_day),
    WithJsonSchema({"type": "string", "format": "time-of-day", "examples": ["09:30"]}),
]
"""Hours and minutes."""


class _Recurrence(BaseModel, frozen=True, extra="forbid"):
    """Base of the kinds. `local_times` yields times without a zone, later than the given one, in their order."""


class Daily(_Recurrence):
    """Each day at a time."""

    every: Literal["day"]
    at: TimeOfDay

    def local_times(self, after: datetime) -> Iterator[datetime]:
        """Yield the times of all days."""
        return _at(self.at, _days(after), after)


class Weekly(_Recurrence):
    """On some days of each week at a time."""

    every: Literal["week"]
    days: list[WeekdayName] = Field(min_length=1, max_length=7)
    at: TimeOfDay

    def local_times(self, after: datetime) -> Iterator[datetime]:
        """Yield the times of the days of the week."""
        return _at(self.at, (day for day in _days(after) if WEEK[day.weekday()] in self.days), after)


class Monthly(_Recurrence):
    """On a day of each month at a time; in a month without that day, on its last day."""

    every: Literal["month"]
    day: Whole = Field(ge=1, le=31)
    at: TimeOfDay

    def local_times(self, after: datetime) -> Iterator[datetime]:
        """Yield the times of the days of the month."""
        return _at(self.at, (day for day in _days(after) if day.day == min(self.day, _length(day))), after)


class ByCron(_Recurrence):
    """When a cron expression says so."""

    every: Literal["cron"]
    cron: Cron

    def local_times(self, after: datetime) -> Iterator[datetime]:
        """Yield the times of the expression."""
        return cron_times(self.cron, after)


Recurrence = Annotated[Daily | Weekly | Monthly | ByCron, Field(discriminator="every")]
"""A kind of repetition, told by `every`."""


def _days(after: datetime) -> Iterator[date]:
    day = after.date()
    while day < date.max:
        yield day
        day += timedelta(days=1)


def _at(at: str, days: Iterator[date], after: datetime) -> Iterator[datetime]:
    times = (datetime.combine(day, time.fromisoformat(at)) for day in days)
    return (each for each in times if each > after)


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
