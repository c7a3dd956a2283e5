"""Schedule expressions of EventBridge rules: `rate(5 minutes)` and `cron(0 9 ? * MON-FRI *)`, in UTC."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import takewhile

from cronsim import CronSim, CronSimError

_RATE = re.compile(r"rate\((?P<count>[1-9][0-9]{0,5}) (?P<unit>minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((?P<fields>[^()]+)\)")
_WEEKDAY_NUMBER = re.compile(r"(?<![#/0-9])[1-7](?![0-9])")
_YEARS = re.compile(r"(?P<first>[0-9]{4})(?:-(?P<last>[0-9]{4}))?(?:/(?P<step>[0-9]{1,3}))?")
LAST_YEAR = 2199
SATURDAY = "6"


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Again and again after this time. The first time is that of the rule's creation, which no rule tells."""

    count: int
    unit: str

    @property
    def period(self) -> timedelta:
        """The time from one to the next."""
        return timedelta(**{f"{self.unit}s": self.count})


@dataclass(frozen=True, kw_only=True)
class AwsCron:
    """The six fields of a cron expression of AWS, in which the days of the week are 1 (Sunday) to 7."""

    minutes: str
    hours: str
    days: str
    months: str
    weekdays: str
    years: str

    def times(self, after: datetime) -> Iterator[datetime]:
        """Yield the times later than this one, in UTC, until there are none within fifty years."""
        local = after.astimezone(UTC).replace(tzinfo=None)
        years = _years(self.years)
        found = CronSim(self.unix, local) if years is None else self._times_in(years, local)
        return (at.replace(tzinfo=UTC) for at in found)

    def _times_in(self, years: frozenset[int], after: datetime) -> Iterator[datetime]:
        """Begin anew in each year: from minute to minute, those between two years would take forever."""
        for year in sorted(each for each in years if each >= after.year):
            begin = max(after, datetime(year, 1, 1) - timedelta(minutes=1))  # noqa: DTZ001 - local times have no zone
            yield from takewhile(partial(_is_in, year), CronSim(self.unix, begin))

    @property
    def unix(self) -> str:
        """The same as five fields of Unix, without the years."""
        fields = (self.minutes, self.hours, self.days, self.months, unix_weekdays(self.weekdays))
        return " ".join(field.replace("?", "*") for field in fields).upper()


Schedule = Rate | AwsCron


def parse(expression: str) -> Schedule:
    """Return the schedule. Raises `ValueError` for what is none, and for `W` (nearest weekday), which is not read."""
    if rate := _RATE.fullmatch(expression):
        return Rate(count=int(rate["count"]), unit=rate["unit"])
    cron = _CRON.fullmatch(expression)
    fields = cron["fields"].split() if cron else []
    if len(fields) != 6:
        raise ValueError("is neither rate(… minutes), nor cron with six fields")
    names = ("minutes", "hours", "days", "months", "weekdays", "years")
    schedule = AwsCron(**dict(zip(names, fields, strict=True)))
    _check(schedule)
    return schedule


def _is_in(year: int, at: datetime) -> bool:
    return at.year == year


def unix_weekdays(field: str) -> str:
    """Return days of the week, counted from 1 for Sunday, as Unix counts them, from 0."""
    if field.upper() == "L":
        return SATURDAY
    return _WEEKDAY_NUMBER.sub(lambda day: str(int(day[0]) - 1), field)


def _check(cron: AwsCron) -> None:
    if "?" not in {cron.days, cron.weekdays}:
        raise ValueError("needs a ? for the day of the month or of the week")
    if "W" in cron.days.upper():
        raise ValueError("holds W, the nearest weekday, which is not read")
    _years(cron.years)
    try:
        CronSim(cron.unix, datetime(2026, 1, 1))  # noqa: DTZ001 - local times have no zone
    except CronSimError as error:
        raise ValueError(f"is no cron expression ({error})") from None


def _years(field: str) -> frozenset[int] | None:
    """Return the years; None for all."""
    if field == "*":
        return None
    return frozenset(year for part in field.split(",") for year in _years_of_part(part))


def _years_of_part(part: str) -> range:
    match = _YEARS.fullmatch(part)
    if not match:
        raise ValueError("has a year that is none")
    first = int(match["first"])
    last = int(match["last"] or (LAST_YEAR if match["step"] else first))
    return range(first, last + 1, int(match["step"] or 1))
