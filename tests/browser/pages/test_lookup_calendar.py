"""The calendar of one's own look-ups: planned ones are moved, after their new end was shown."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from esteira.core.principal import Role
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.schedules.recurrence import Daily
from playwright.sync_api import Page, expect

from tests.browser.pages.conftest import Open
from tests.fixtures.lookups import lookup

PLANNED = lookup(owner_id="machine:pages-viewer", next_due_at=datetime(2030, 1, 16, 12, tzinfo=UTC))
REPEATED = lookup(
    owner_id="machine:pages-viewer",
    recurrence=Daily(every="day", at="09:00"),
    next_due_at=datetime(2030, 1, 31, 12, tzinfo=UTC),
)
"""Both at 09:00 in São Paulo."""


def test_a_look_up_is_moved_by_a_drag_and_by_the_keyboard_after_its_new_end_was_shown(
    open_as: Open, console_lookups: PostgresLookupStore
) -> None:
    console_lookups.add([PLANNED])
    page = open_as(Role.VIEWER, "/lookups/calendar?day=2030-01-01")
    page.locator("td[data-day='2030-01-16'] .chip").drag_to(page.locator("td[data-day='2030-01-18']"))
    dialog = page.locator(".card.dialog")
    expect(dialog).to_contain_text("Ends about 2030-01-18")
    dialog.get_by_role("button", name="Move", exact=True).click()

    chip = page.locator("td[data-day='2030-01-18'] .chip")
    expect(chip).to_contain_text("○ 09:00")
    chip.focus()
    page.keyboard.press("Enter")
    _move_to(page, "2030-01-21T10:30")
    expect(page.locator("td[data-day='2030-01-21'] .chip")).to_contain_text("○ 10:30")
    assert _due(console_lookups) == datetime(2030, 1, 21, 13, 30, tzinfo=UTC)


def test_a_look_up_is_moved_on_its_own_page(open_as: Open, console_lookups: PostgresLookupStore) -> None:
    console_lookups.add([PLANNED])
    page = open_as(Role.VIEWER, f"/lookups/{PLANNED.id}")
    page.get_by_role("button", name="Move …").click()

    _move_to(page, "2030-01-21T10:30")

    expect(page.get_by_text("Moved.")).to_be_visible()
    assert _due(console_lookups) == datetime(2030, 1, 21, 13, 30, tzinfo=UTC)


def _move_to(page: Page, when: str) -> None:
    page.get_by_label("New day and time").fill(when)
    page.locator(".card.dialog").get_by_role("button", name="Move …").press("Enter")
    page.get_by_role("button", name="Move", exact=True).press("Enter")


def _due(store: PostgresLookupStore) -> datetime | None:
    kept = store.find(PLANNED.owner_id, PLANNED.id)
    return kept.next_due_at if kept else None


def test_what_was_deleted_meanwhile_is_told_and_goes_and_what_repeats_is_not_dragged(
    open_as: Open, console_lookups: PostgresLookupStore
) -> None:
    second = replace(PLANNED, id=uuid4(), next_due_at=datetime(2030, 1, 17, 12, tzinfo=UTC))
    console_lookups.add([PLANNED, second, REPEATED])
    page = open_as(Role.VIEWER, "/lookups/calendar?day=2030-01-01")
    expect(page.locator("td[data-day='2030-01-31'] .chip")).not_to_have_attribute("draggable", "true")
    console_lookups.delete(PLANNED.owner_id, PLANNED.id)
    page.locator("td[data-day='2030-01-16'] .chip").click()
    expect(page.get_by_text("This look-up was deleted meanwhile.")).to_be_visible()
    expect(page.locator("td[data-day='2030-01-16'] .chip")).to_have_count(0)

    console_lookups.delete(second.owner_id, second.id)
    page.locator("td[data-day='2030-01-17'] .chip").drag_to(page.locator("td[data-day='2030-01-18']"))

    expect(page.locator("td[data-day='2030-01-17'] .chip")).to_have_count(0)


def test_an_address_without_a_real_day_is_told(open_as: Open) -> None:
    page = open_as(Role.VIEWER, "/lookups/calendar?day=2030-02-30")

    expect(page.get_by_role("alert")).to_be_visible()
