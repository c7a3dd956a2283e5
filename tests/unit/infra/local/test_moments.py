"""Moments on the command line."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.cli.moments import moment_of

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-07-01T11:03:00Z", "2026-07-01T08:03:00-03:00"])
def test_a_moment_with_a_zone_is_that_moment(text: str) -> None:
    assert moment_of(text, NOW) == datetime(2026, 7, 1, 11, 3, tzinfo=UTC)


def test_without_a_zone_it_is_the_time_here() -> None:
    assert moment_of("2026-07-01T11:03:00", NOW).replace(tzinfo=None) == datetime(2026, 7, 1, 11, 3)  # noqa: DTZ001


@pytest.mark.parametrize(("minutes_from_now", "days_ago"), [(-3, 0), (0, 0), (3, 1)])
def test_a_time_of_day_is_the_last_one(minutes_from_now: int, days_ago: int) -> None:
    wanted = (NOW + timedelta(minutes=minutes_from_now)).astimezone()

    assert moment_of(f"{wanted:%H:%M}", NOW) == wanted - timedelta(days=days_ago)


@pytest.mark.parametrize("text", ["yesterday", "25:00", "2026-13-01", "0001-01-01", ""])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment_of(text, NOW)
