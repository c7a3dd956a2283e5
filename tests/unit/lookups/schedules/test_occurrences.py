"""When recurrences happen, compared with a computation of another kind: minute by minute."""

import calendar
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from esteira.lookups.schedules.occurrences import next_occurrence, occurrences
from esteira.lookups.schedules.recurrence import WEEK, ByCron, Daily, Monthly, Recurrence, Weekday, Weekly
from hypothesis import given, settings
from hypothesis import strategies as st

ZONES = [
    *("America/Sao_Paulo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"),
    *("Pacific/Chatham", "Africa/Casablanca", "UTC"),
]
TIMES = st.times().map(lambda at: at.isoformat("minutes"))
FIRST = datetime(2015, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 20 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def test_each_day_comes_once_over_both_changes_of_the_clock() -> None:
    daily = Daily(every="day", at="02:30")

    for start in (datetime(2027, 3, 12, tzinfo=UTC), datetime(2027, 11, 5, tzinfo=UTC)):
        placed = list(islice(occurrences(daily, "America/New_York", start), 5))

        days = [each.local.date() for each in placed]
        assert days == [days[0] + timedelta(days=number) for number in range(5)]


def test_half_past_midnight_of_a_day_that_begins_at_one_is_at_one() -> None:
    daily = Daily(every="day", at="00:30")

    at = next_occurrence(daily, "America/Sao_Paulo", datetime(2018, 11, 3, 12, tzinfo=UTC))

    assert at is not None
    assert at.astimezone(ZoneInfo("America/Sao_Paulo")).isoformat() == "2018-11-04T01:00:00-02:00"


def test_times_within_one_gap_are_one_occurrence() -> None:
    often = ByCron(every="cron", cron="*/15 2 * * *")
    start = datetime(2027, 3, 14, 5, tzinfo=UTC)

    that_day = [each.at for each in islice(occurrences(often, "America/New_York", start), 2)]

    assert that_day == [datetime(2027, 3, 14, 7, tzinfo=UTC), datetime(2027, 3, 15, 6, tzinfo=UTC)]


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    monthly = Monthly(every="month", day=31, at="08:00")

    days = [each.local.day for each in islice(occurrences(monthly, "UTC", datetime(2028, 1, 1, tzinfo=UTC)), 4)]

    assert days == [31, 29, 31, 30]


@settings(max_examples=60, deadline=None)
@given(at=TIMES, zone=st.sampled_from(ZONES), start=MOMENTS)
def test_daily_is_once_each_day_and_later_each_time(at: str, zone: str, start: datetime) -> None:
    placed = list(islice(occurrences(Daily(every="day", at=at), zone, start), 400))

    days, moments = [each.local.date() for each in placed], [each.at for each in placed]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    assert all(later > earlier for earlier, later in pairwise([start, *moments]))


@settings(max_examples=40, deadline=None)
@given(days=st.sets(st.sampled_from(WEEK), min_size=1), at=TIMES, zone=st.sampled_from(ZONES), start=MOMENTS)
def test_weekly_is_what_a_walk_over_the_days_finds(days: set[Weekday], at: str, zone: str, start: datetime) -> None:
    weekly = Weekly(every="week", days=list(days), at=at)

    assert _found(weekly, zone, start) == _walked(at, zone, start, lambda day: WEEK[day.weekday()] in days)


@settings(max_examples=40, deadline=None)
@given(day=st.integers(1, 31), at=TIMES, zone=st.sampled_from(ZONES), start=MOMENTS)
def test_monthly_is_what_a_walk_over_the_days_finds(day: int, at: str, zone: str, start: datetime) -> None:
    def is_the_day(each: datetime) -> bool:
        return each.day == min(day, calendar.monthrange(each.year, each.month)[1])

    assert _found(Monthly(every="month", day=day, at=at), zone, start) == _walked(at, zone, start, is_the_day)


CRONS = [("*/5 * * * *", 5, 1), ("0 */6 * * *", 60, 6), ("10 3 * * *", 60, 24)]


@pytest.mark.parametrize(("cron", "minutes", "hours"), CRONS)
@settings(max_examples=20, deadline=None)
@given(zone=st.sampled_from(ZONES), start=MOMENTS)
def test_cron_is_strictly_increasing_and_at_its_minutes(
    cron: str, minutes: int, hours: int, zone: str, start: datetime
) -> None:
    placed = list(islice(occurrences(ByCron(every="cron", cron=cron), zone, start), 100))

    assert all(later.at > earlier.at for earlier, later in pairwise(placed))
    assert all(each.local.minute % minutes in {0, 10} for each in placed)
    assert all(each.local.hour % hours in {0, 3} for each in placed)


HORIZON = timedelta(days=70)


def _found(recurrence: Recurrence, zone: str, start: datetime) -> list[datetime]:
    times = (each.at for each in occurrences(recurrence, zone, start))
    return list(takewhile(lambda at: at < start + HORIZON, times))


def _walked(at: str, zone: str, start: datetime, wanted: Callable[[datetime], bool]) -> list[datetime]:
    """The first minute of each wanted local day whose clock shows the time or a later one, hand by hand."""
    hour, minute = map(int, at.split(":"))
    midnight = start.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, tzinfo=None)
    days = [midnight + timedelta(days=number) for number in range(-1, 74)]
    moments = [_first_minute_at(day.replace(hour=hour, minute=minute), zone) for day in days if wanted(day)]
    return [each for each in moments if start < each < start + HORIZON]


def _first_minute_at(naive: datetime, zone: str) -> datetime:
    """Walk in UTC from a day before: the first minute at which the local clock has reached the time."""
    guess = naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=4)
    while guess.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < naive:
        guess += timedelta(minutes=1)
    return guess
