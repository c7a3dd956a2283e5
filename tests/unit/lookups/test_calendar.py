"""The calendar of a user."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from esteira.core.errors import Unprocessable
from esteira.lookups.booking.calendar import MAX_ENTRIES, Calendar, EntryKind, ShowCalendar, show_calendar
from esteira.lookups.http import calendar_json
from esteira.lookups.lookup_task import LookupTask
from pydantic import ValidationError

from tests.fixtures.booking import Desk
from tests.fixtures.lookups import OWNER, STRANGER

DAILY = {"every": "day", "at": "09:30"}


def not_predicted(_tasks: Sequence[LookupTask]) -> Mapping[UUID, datetime | None]:
    return {}


def shown(desk: Desk, since: str, until: str, owner_id: str = OWNER) -> Calendar:
    query = ShowCalendar.model_validate({"from": since, "to": until})
    return show_calendar(desk.store, desk.clock, not_predicted, owner_id, query)


def test_what_was_run_is_told_from_what_is_planned(desk: Desk) -> None:
    desk.book()
    desk.book(when="2026-12-02T09:00")
    desk.book(repeat=DAILY)

    calendar = shown(desk, "2026-11-30T00:00:00Z", "2026-12-03T00:00:00Z")

    assert [(entry.kind.value, entry.at.strftime("%d %H:%M")) for entry in calendar.entries] == [
        ("under_way", "30 12:00"),
        ("planned", "30 12:30"),
        ("planned", "01 12:30"),
        ("planned", "02 12:00"),
        ("planned", "02 12:30"),
    ]


def test_a_run_that_catches_up_is_told_apart_and_its_look_up_goes_on(desk: Desk) -> None:
    desk.book(repeat=DAILY)
    desk.clock.forward(3 * 24 * 3600)
    desk.tick()

    calendar = shown(desk, "2026-11-30T00:00:00Z", "2026-12-04T00:00:00Z")

    assert [(entry.kind, entry.at.day) for entry in calendar.entries] == [
        (EntryKind.CATCH_UP, 2),
        (EntryKind.PLANNED, 3),
    ]


def test_a_change_of_the_clock_is_noted_on_its_day(desk: Desk) -> None:
    desk.book(repeat={"every": "day", "at": "02:30"}, time_zone="America/New_York", when="2027-03-13T00:00")

    entries = calendar_json(shown(desk, "2027-03-13T00:00:00Z", "2027-03-16T00:00:00Z"))["entries"]

    assert [(entry["local"], entry["change_of_clock"]) for entry in entries] == [
        ("2027-03-13T02:30:00-05:00", None),
        ("2027-03-14T03:00:00-04:00", "missing"),
        ("2027-03-15T02:30:00-04:00", None),
    ]


def test_nobody_else_sees_it(desk: Desk) -> None:
    desk.book(repeat=DAILY)
    desk.book()

    assert shown(desk, "2026-11-30T00:00:00Z", "2026-12-04T00:00:00Z", STRANGER).entries == []


def test_more_entries_than_are_shown_are_cut_and_said(desk: Desk) -> None:
    desk.book(repeat={"every": "cron", "cron": "*/5 * * * *"})

    calendar = shown(desk, "2026-12-01T00:00:00Z", "2027-12-01T00:00:00Z")

    assert (len(calendar.entries), calendar.is_cut) == (MAX_ENTRIES, True)
    assert calendar.entries[-1].at - calendar.entries[0].at == (MAX_ENTRIES - 1) * timedelta(minutes=5)


@pytest.mark.parametrize("until", ["2026-12-01T00:00:00Z", "2027-12-03T00:00:00Z", "2026-12-02"])
def test_a_span_is_longer_than_nothing_and_at_most_366_days(until: str) -> None:
    with pytest.raises((ValidationError, Unprocessable)):
        ShowCalendar.model_validate({"from": "2026-12-01T00:00:00Z", "to": until})


def test_look_ups_that_repeat_alike_have_each_their_own_times(desk: Desk) -> None:
    desk.book(repeat=DAILY)
    desk.book(repeat=DAILY)
    desk.book(repeat=DAILY, when="2026-12-04T00:00")

    calendar = shown(desk, "2026-12-02T00:00:00Z", "2026-12-05T00:00:00Z")

    assert [entry.at.day for entry in calendar.entries] == [2, 2, 3, 3, 4, 4, 4]
    assert len({entry.lookup_id for entry in calendar.entries[:2]}) == 2
