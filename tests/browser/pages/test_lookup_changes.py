"""The page of one look-up: it is changed unless somebody else did, and each of its runs shows what it found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
from esteira.core.principal import Role
from esteira.lookups.lookup_task import new_task
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.ranking import AGEING, Priority
from esteira.lookups.schedules.recurrence import Weekday, Weekly
from playwright.sync_api import expect

from tests.browser.pages.conftest import Open
from tests.fixtures.lookups import NOON, lookup

BOOKED = lookup(owner_id="machine:pages-viewer", next_due_at=datetime(2030, 1, 16, 12, tzinfo=UTC))
FOUND = """
UPDATE lookup_tasks SET state = 'succeeded', finished_at = now(), provider = 'brasilapi',
    company = '{"name": "ACME", "qsa": [{"name": "ANA LIMA", "role": "Partner"}]}'
WHERE due_at = %s
"""
FAILED = "UPDATE lookup_tasks SET state = 'dead', finished_at = now(), error = 'It answered 500.' WHERE due_at > %s"


def test_a_change_is_saved_after_its_end_was_shown_and_not_over_that_of_somebody_else(
    open_as: Open, console_lookups: PostgresLookupStore
) -> None:
    console_lookups.add([BOOKED])
    page = open_as(Role.VIEWER, f"/lookups/{BOOKED.id}/change")
    when = page.get_by_label("Day and time", exact=True)
    expect(when).to_have_value("2030-01-16T09:00")
    when.fill("2030-01-17T09:00")
    console_lookups.change(replace(BOOKED, priority=Priority.LOW), version=1)
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("alert").filter(has_text="changed meanwhile")).to_contain_text("low")
    expect(page.get_by_label("Priority", exact=True)).to_have_value("low")
    page.get_by_label("When", exact=True).select_option("week")
    page.get_by_label("Mon", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".card.dialog")).to_contain_text("Ends about")
    page.locator(".card.dialog").get_by_role("button", name="Save").click()

    expect(page.get_by_text("Mon at 09:00")).to_be_visible()
    kept = console_lookups.find(BOOKED.owner_id, BOOKED.id)
    assert kept
    assert (kept.priority, kept.version) == (Priority.LOW, 3)
    assert kept.recurrence == Weekly(every="week", days=[Weekday.MONDAY], at="09:00")


def test_each_run_is_opened_to_see_what_it_found_or_why_nothing(
    open_as: Open, console_lookups: PostgresLookupStore, target: psycopg.Connection
) -> None:
    times = [NOON + number * timedelta(hours=1) for number in range(11)]
    console_lookups.add([BOOKED], [new_task(BOOKED, due_at=at, now=at, ageing=AGEING) for at in times])
    target.execute(FOUND, (times[0],))
    target.execute(FAILED, (times[0],))
    page = open_as(Role.VIEWER, f"/lookups/{BOOKED.id}")
    rows = page.locator(".data-table tbody tr")
    expect(rows).to_have_count(10)
    expect(rows.first).to_contain_text("It answered 500.")
    page.get_by_role("button", name="Show more").click()
    expect(rows.last).to_contain_text("ACME")

    rows.last.get_by_role("button").click()

    expect(page.locator(".card.dialog")).to_contain_text("ANA LIMA (Partner)")
