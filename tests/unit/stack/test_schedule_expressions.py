"""Expressions of EventBridge: when they fire, and which are refused."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from esteira.stack.schedules.expression import AwsCron, Rate, parse
from esteira.stack.schedules.firings import MOST_TIMES, firings

SATURDAY = datetime(2026, 11, 28, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("expression", "times"),
    [
        ("cron(0 9 ? * MON-FRI *)", ["Mon 30 Nov 09:00", "Tue 01 Dec 09:00"]),
        ("cron(0 18 ? * 2-6 *)", ["Mon 30 Nov 18:00", "Tue 01 Dec 18:00"]),
        ("cron(0 10 ? * 1,7 *)", ["Sat 28 Nov 10:00", "Sun 29 Nov 10:00"]),
        ("cron(0/15 * * * ? *)", ["Sat 28 Nov 04:15", "Sat 28 Nov 04:30"]),
        ("cron(5,35 14 * * ? *)", ["Sat 28 Nov 14:05", "Sat 28 Nov 14:35"]),
        ("cron(0 8 1 * ? *)", ["Tue 01 Dec 08:00", "Fri 01 Jan 08:00"]),
        ("cron(0 8 L * ? *)", ["Mon 30 Nov 08:00", "Thu 31 Dec 08:00"]),
        ("cron(0 8 ? * 6#3 *)", ["Fri 18 Dec 08:00", "Fri 15 Jan 08:00"]),
        ("cron(0 8 ? * 6L *)", ["Fri 25 Dec 08:00", "Fri 29 Jan 08:00"]),
        ("cron(0 8 ? * L *)", ["Sat 28 Nov 08:00", "Sat 05 Dec 08:00"]),
        ("cron(0 0 1 1 ? 2027-2031/2)", ["Fri 01 Jan 00:00", "Mon 01 Jan 00:00"]),
        ("cron(* * * * ? 2190)", ["Fri 01 Jan 00:00", "Fri 01 Jan 00:01"]),
        ("cron(0 0 1 1 ? 2020)", []),
    ],
)
def test_cron_fires_in_utc_at_these_times(expression: str, times: list[str]) -> None:
    cron = parse(expression)

    assert isinstance(cron, AwsCron)
    assert [f"{at:%a %d %b %H:%M}" for at in islice(cron.times(SATURDAY), 2)] == times


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("rate(0 minutes)", "is neither"),
        ("rate(1 second)", "is neither"),
        ("cron(0 9 * * *)", "is neither"),
        ("at(2026-11-28T12:00:00)", "is neither"),
        ("", "is neither"),
        ("cron(0 0 * * * *)", r"needs a \?"),
        ("cron(0 8 15W * ? *)", "nearest weekday"),
        ("cron(70 0 * * ? *)", "is no cron expression"),
        ("cron(0 0 1 1 ? x)", "has a year that is none"),
    ],
)
def test_what_is_no_schedule_is_refused_with_the_reason(expression: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse(expression)


@pytest.mark.parametrize(
    ("expression", "last_run", "first", "count"),
    [
        ("rate(5 minutes)", SATURDAY - timedelta(minutes=2), SATURDAY + timedelta(minutes=3), 288),
        ("rate(5 minutes)", SATURDAY - timedelta(minutes=12), SATURDAY + timedelta(minutes=3), 288),
        ("rate(5 minutes)", SATURDAY - timedelta(minutes=5), SATURDAY + timedelta(minutes=5), 288),
        ("rate(2 hours)", SATURDAY - timedelta(hours=1), SATURDAY + timedelta(hours=1), 12),
        ("rate(7 days)", SATURDAY - timedelta(days=1), SATURDAY + timedelta(days=6), 0),
        ("cron(0 9 ? * MON *)", None, SATURDAY + timedelta(days=2, hours=5), 0),
        ("cron(0 0 1 1 ? 2020)", None, None, 0),
        ("cron(0 9 * * ? *)", None, SATURDAY + timedelta(hours=5), 1),
    ],
)
def test_the_next_24_hours(expression: str, last_run: datetime | None, first: datetime | None, count: int) -> None:
    ahead = firings(parse(expression), after=SATURDAY, until=SATURDAY + DAY, last_run=last_run)

    assert (ahead.next_at, ahead.count, ahead.exact) == (first, count, True)
    assert len(ahead.times) <= MOST_TIMES


def test_a_rate_without_a_known_run_fires_within_its_period() -> None:
    ahead = firings(Rate(count=1, unit="minute"), after=SATURDAY, until=SATURDAY + DAY, last_run=None)

    assert (ahead.times[0], ahead.exact) == (SATURDAY + timedelta(minutes=1), False)
