"""Cron expressions: what is read, and what is refused and why."""

from datetime import datetime
from itertools import islice

import pytest
from esteira.lookups.schedules.cron import cron_expression, cron_times

REFUSED = [
    ("@reboot", "five fields"),
    ("", "five fields"),
    ("* * * *", "five fields"),
    ("0 0  1 * *", "five fields"),
    ("0 0 1--100000000 * *", "day: is not"),
    ("*/0 * * * *", "minute: is not"),
    ("*/00 * * * *", "minute: is not"),
    ("0 0 * * \u0661", "weekday: is not"),
    ("0 0 * * *\n", "weekday: is not"),
    ("mon 0 * * *", "minute: holds letters"),
    ("60 0 * * *", "out of range"),
    ("0 24 * * *", "out of range"),
    ("0 0 * foo *", "out of range"),
    ("0 0 30 2 *", "never comes"),
    ("* * * * *", "more often"),
    ("*/4 * * * *", "more often"),
    ("0,58 * * * *", "more often"),
    ("0 " * 5_000, "at most 100"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_plain_expression_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        cron_expression(text)


@pytest.mark.parametrize(
    "text", ["*/5 * * * *", "30 9 * * MON-FRI", "0 0 1,15 jan-jun/2 *", "0 0 29 2 *", "5/30 8 * * 7"]
)
def test_numbers_names_lists_ranges_and_steps_are_read(text: str) -> None:
    assert cron_expression(text) == text.lower()


def test_either_of_two_restricted_days_suffices() -> None:
    days = [at.day for at in islice(cron_times("0 0 13 * fri", datetime.fromisoformat("2026-02-01")), 4)]

    assert days == [6, 13, 20, 27]
