"""Booking, changing and running of look-ups, over the twins."""

import json
from typing import Any
from uuid import uuid4

import pytest
from esteira.core.decoding import decoded
from esteira.core.errors import Conflict, NotFound, Outdated, Unprocessable
from esteira.core.queue.depth import QueueDepth
from esteira.lookups.booking.book_lookup import BookLookup, book_lookup
from esteira.lookups.booking.change_lookup import ChangeLookup, change_lookup, delete_lookup, run_lookup
from esteira.lookups.lookup import LookupFilter

from tests.fixtures.booking import Desk
from tests.fixtures.lookups import CNPJ, OWNER, STRANGER

_ALL = LookupFilter()

DAILY = {"every": "day", "at": "09:30"}


def test_what_is_asked_for_now_is_queued_at_once_and_not_again(desk: Desk) -> None:
    lookup = desk.book()

    made_later = desk.tick()

    assert (lookup.next_due_at, len(desk.store.tasks), len(desk.bells.sent), made_later) == (None, 1, 1, 0)


def test_without_the_queue_the_schedule_rings_later(desk: Desk) -> None:
    desk.bells.away = True
    desk.book()
    desk.bells.away = False

    desk.tick()

    assert (len(desk.store.tasks), len(desk.bells.sent)) == (1, 1)


def test_a_message_that_was_lost_is_sent_again_with_the_same_id(desk: Desk) -> None:
    desk.book()
    desk.clock.forward(6 * 60)

    desk.tick()

    first, second = (each.split('"read_at"')[0] for each in desk.bells.sent)
    assert first == second


@pytest.mark.parametrize(("days", "messages"), [(3, 1), (5, 2)])
def test_while_the_lane_holds_messages_none_counts_as_lost_before_it_expires(
    desk: Desk, days: int, messages: int
) -> None:
    desk.book()
    desk.lane.reading = QueueDepth(in_flight=1)
    desk.clock.forward(days * 24 * 3600)

    desk.tick()

    assert len(desk.bells.sent) == messages


WHEN = [
    ("2026-12-01T09:00", "America/Sao_Paulo", "2026-12-01T12:00:00+00:00"),
    ("2026-12-01T09:00:00-05:00", "America/Sao_Paulo", "2026-12-01T14:00:00+00:00"),
    ("2027-03-14T02:30", "America/New_York", "2027-03-14T07:00:00+00:00"),
]


@pytest.mark.parametrize(("when", "zone", "due"), WHEN)
def test_a_time_is_local_unless_it_names_its_zone(desk: Desk, when: str, zone: str, due: str) -> None:
    lookup = desk.book(when=when, time_zone=zone)

    assert lookup.next_due_at is not None
    assert (lookup.next_due_at.isoformat(), len(desk.store.tasks)) == (due, 0)


def test_what_is_repeated_begins_at_its_first_time_from_the_start(desk: Desk) -> None:
    first = desk.book(repeat=DAILY).next_due_at
    later = desk.book(repeat=DAILY, when="2026-12-24T09:30").next_due_at

    assert [str(first), str(later)] == ["2026-11-30 12:30:00+00:00", "2026-12-24 12:30:00+00:00"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"cnpj": "12ABC34501DE36"}, "cnpj: has wrong check digits"),
    ({"cnpj": "\uff11\uff12ABC34501DE35"}, "cnpj: holds characters other"),
    ({"cnpj": CNPJ + "\n"}, "cnpj: holds characters other"),
    ({"cnpj": "0" * 14}, "cnpj: is all zeros"),
    ({"cnpj": CNPJ[:-1]}, "cnpj: has 13 letters"),
    ({"cnpj": CNPJ + "5"}, "cnpj: has 15 letters"),
    ({"when": "2026-11-30T08:59"}, "when: is in the past"),
    ({"when": "2026-02-30T08:59"}, "when: is not a time that exists"),
    ({"when": "9999-01-01T00:00:00Z"}, "when: is more than ten years"),
    ({"when": "tomorrow"}, "when: is not a time with a zone"),
    ({"when": "1801915200"}, "when: is not a time with a zone"),
    ({"repeat": {"every": "cron", "cron": "@reboot"}}, "repeat.cron.cron: does not have five fields"),
    ({"repeat": {"every": "cron", "cron": "*/0 * * * *"}}, "repeat.cron.cron: minute"),
    ({"repeat": {"every": "cron", "cron": "0 0 1--100000000 * *"}}, "repeat.cron.cron: day"),
    ({"repeat": {"every": "cron", "cron": "9" * 10_240}}, "repeat.cron.cron: is not a text of at most 100"),
    ({"repeat": {"every": "week", "days": ["domingo"], "at": "09:00"}}, "repeat.week.days.0: is none of mon"),
    ({"repeat": {"every": "month", "day": 32, "at": "09:00"}}, "repeat.month.day"),
    ({"repeat": {"every": "day", "at": "9:00"}}, "repeat.day.at: is not a time of day"),
    ({"repeat": {"every": "year"}}, "repeat: "),
    ({"priority": "urgent"}, "priority: is none of high, normal, low"),
    ({"misfire": "forget"}, "misfire: is none of coalesce"),
    ({"grace_seconds": 119}, "grace_seconds: "),
    ({"time_zone": "Mars/Olympus"}, "time_zone: is not a time zone"),
    ({"owner_id": "user:1"}, "owner_id: Extra inputs"),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_cannot_be_is_refused_by_its_field_and_why(desk: Desk, number: int) -> None:
    fields, reason = REFUSED[number]

    with pytest.raises(Unprocessable) as refused:
        book_lookup(desk.deps, OWNER, decoded(json.dumps({"cnpj": CNPJ, **fields}), BookLookup))

    assert reason in refused.value.public_message
    assert desk.store.page(OWNER, _ALL) == []


def test_lower_case_and_punctuation_are_accepted(desk: Desk) -> None:
    command = decoded(json.dumps({"cnpj": "12.abc.345/01de-35", "repeat": DAILY}), BookLookup)

    assert book_lookup(desk.deps, OWNER, command).cnpj == CNPJ


def test_a_change_keeps_what_it_does_not_name(desk: Desk) -> None:
    booked = desk.book(repeat=DAILY, notify=False)

    changed = change_lookup(desk.deps, OWNER, booked.id, ChangeLookup(version=1, grace_seconds=180))

    assert (changed.grace_seconds, changed.version) == (180, 2)
    assert (changed.next_due_at, changed.notify) == (booked.next_due_at, False)
    assert desk.store.find(OWNER, booked.id) == changed


def test_another_zone_moves_the_next_time_of_what_is_repeated(desk: Desk) -> None:
    booked = desk.book(repeat=DAILY)

    changed = change_lookup(desk.deps, OWNER, booked.id, ChangeLookup(version=1, time_zone="UTC"))

    assert str(changed.next_due_at) == "2026-12-01 09:30:00+00:00"


def test_the_end_of_the_repetition_leaves_nothing_to_do(desk: Desk) -> None:
    booked = desk.book(repeat=DAILY)

    changed = change_lookup(desk.deps, OWNER, booked.id, ChangeLookup(version=1, repeat=None))

    assert (changed.recurrence, changed.next_due_at) == (None, None)


def test_a_change_of_an_old_version_is_refused_with_the_present_one(desk: Desk) -> None:
    booked = desk.book(repeat=DAILY)
    change_lookup(desk.deps, OWNER, booked.id, ChangeLookup(version=1, notify=False))

    with pytest.raises(Outdated) as refused:
        change_lookup(desk.deps, OWNER, booked.id, ChangeLookup(version=1, notify=True))

    assert refused.value.current_version == 2


def test_a_run_now_leaves_the_next_time_and_two_at_one_moment_are_one(desk: Desk) -> None:
    booked = desk.book(repeat=DAILY)

    run_lookup(desk.deps, OWNER, booked.id)

    with pytest.raises(Conflict):
        run_lookup(desk.deps, OWNER, booked.id)
    assert (len(desk.store.tasks), desk.store.find(OWNER, booked.id)) == (1, booked)


def test_nobody_else_may_change_delete_or_run(desk: Desk) -> None:
    booked = desk.book(repeat=DAILY)

    for act in (
        lambda: change_lookup(desk.deps, STRANGER, booked.id, ChangeLookup(version=1)),
        lambda: delete_lookup(desk.deps, STRANGER, booked.id),
        lambda: run_lookup(desk.deps, STRANGER, booked.id),
        lambda: delete_lookup(desk.deps, OWNER, uuid4()),
    ):
        with pytest.raises(NotFound):
            act()


def test_three_hours_of_downtime_are_one_catch_up_run(desk: Desk) -> None:
    desk.book(repeat={"every": "cron", "cron": "*/5 * * * *"})
    desk.clock.forward(3 * 3600)

    made = [desk.tick(), desk.tick()]

    (task,) = desk.store.tasks.values()
    assert (made, task.catch_up, len(desk.bells.sent)) == ([1, 0], True, 1)
