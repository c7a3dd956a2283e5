"""The days of the calendar of look-ups, and what is folded on them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from esteira.lookups.booking.calendar import Entry, EntryKind

from console.pages.lookups.days import View, begin_of, folded, moved_to, neighbour, weeks_of

ZONE = "Europe/Lisbon"
DAY = date(2026, 3, 29)
"""A Sunday; Lisbon's clocks are put forward from 01:00 to 02:00."""

ENTRY = Entry(
    kind=EntryKind.PLANNED, lookup_id=UUID(int=1), cnpj="12ABC34501DE35", at=datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
)


def test_a_month_is_shown_in_whole_weeks_from_monday() -> None:
    weeks = weeks_of(View.MONTH, date(2026, 3, 10))

    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (date(2026, 2, 23), date(2026, 4, 5), 6)


def test_a_week_is_shown_from_its_monday() -> None:
    assert [week[0] for week in weeks_of(View.WEEK, DAY)] == [date(2026, 3, 23)]


@pytest.mark.parametrize(("step", "found"), [(1, date(2026, 4, 1)), (-1, date(2026, 2, 1))])
def test_the_neighbours_of_a_month_begin_on_its_first_day(step: int, found: date) -> None:
    assert neighbour(View.MONTH, date(2026, 3, 31), step) == found


def test_the_day_on_which_clocks_are_put_forward_has_23_hours() -> None:
    assert begin_of(date(2026, 3, 30), ZONE) - begin_of(DAY, ZONE) == timedelta(hours=23)


def test_a_move_over_a_clock_change_keeps_the_time_of_day() -> None:
    moved = moved_to(datetime(2026, 3, 27, 9, tzinfo=UTC), date(2026, 3, 30), ZONE)

    assert moved == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_a_move_to_a_time_that_is_left_out_takes_the_next_one() -> None:
    moved = moved_to(datetime(2026, 3, 27, 1, 30, tzinfo=UTC), DAY, ZONE)

    assert moved == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_repeats_of_a_day_are_one_chip_with_their_number_by_the_local_day() -> None:
    later = replace(ENTRY, at=ENTRY.at + timedelta(minutes=20))
    tomorrow = replace(ENTRY, at=ENTRY.at + timedelta(hours=1))
    chips = folded([ENTRY, later, tomorrow], ZONE)

    assert {day: [chip.count for chip in found] for day, found in chips.items()} == {DAY: [2], date(2026, 3, 30): [1]}


def test_a_run_is_not_folded_with_what_is_planned() -> None:
    chips = folded([ENTRY, replace(ENTRY, kind=EntryKind.CATCH_UP)], ZONE)

    assert [chip.first.kind for chip in chips[DAY]] == [EntryKind.PLANNED, EntryKind.CATCH_UP]
