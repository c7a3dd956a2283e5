"""The rule for local times that come twice or never."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from esteira.lookups.schedules.local_times import ClockChange, place

CASES = [
    ("America/Sao_Paulo", "2026-12-01T09:00", "2026-12-01T12:00", None),
    ("America/New_York", "2027-03-14T02:30", "2027-03-14T07:00", ClockChange.MISSING),
    ("America/New_York", "2027-03-14T03:00", "2027-03-14T07:00", None),
    ("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30", ClockChange.TWICE),
    ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00", ClockChange.MISSING),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30", ClockChange.MISSING),
    ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00", ClockChange.MISSING),
]


@pytest.mark.parametrize(("zone", "local", "utc", "change"), CASES)
def test_a_missing_time_is_the_end_of_the_gap_and_a_double_one_its_first(
    zone: str, local: str, utc: str, change: ClockChange | None
) -> None:
    placed = place(datetime.fromisoformat(local), ZoneInfo(zone))

    assert (placed.at, placed.change) == (datetime.fromisoformat(utc).replace(tzinfo=UTC), change)
