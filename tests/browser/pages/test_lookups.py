"""One's own look-ups: booked after the prediction was shown, listed, run, deleted; nobody else's."""

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_console import ConsoleStores, RunningConsole
from tests.browser.visits import sign_in
from tests.harness.callers import admit

CNPJ = "12.ABC.345/01DE-35"
STRANGER = "the-token-of-another-machine"


@pytest.fixture(autouse=True)
def nothing_booked(console_stores: ConsoleStores) -> None:
    """No look-ups of earlier tests."""
    with psycopg.connect(console_stores.target_dsn) as connection:
        connection.execute("DELETE FROM lookups")


def test_a_look_up_is_booked_after_its_prediction_and_then_run_and_deleted(
    page: Page, console: RunningConsole, console_stores: ConsoleStores
) -> None:
    page.goto(f"{console.console_url}/lookups/new")
    page.get_by_label("CNPJ", exact=True).fill(CNPJ)
    page.get_by_label("When", exact=True).select_option("week")
    page.get_by_label("Mon", exact=True).check()
    expect(page.get_by_label("CNPJ", exact=True)).to_have_value(CNPJ)
    page.get_by_role("button", name="Go on").click()
    dialog = page.locator(".card.dialog")
    expect(dialog).to_contain_text("Ends about")
    expect(dialog).to_contain_text("one run stands for all of them")
    dialog.get_by_role("button", name="Book a look-up").click()

    expect(page.get_by_text("Mon at 09:00")).to_be_visible()
    page.get_by_role("button", name="Run now").click()
    expect(page.locator(".data-table tbody")).to_contain_text("queued")
    assert _count(console_stores, "lookup_tasks") == 1
    page.get_by_role("button", name="Delete").click()
    page.locator(".card.dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No look-ups.")).to_be_visible()
    assert _count(console_stores, "lookups") == 0


def test_bad_fields_are_named_and_nothing_is_booked(
    page: Page, console: RunningConsole, console_stores: ConsoleStores
) -> None:
    page.goto(f"{console.console_url}/lookups/new")
    page.get_by_label("CNPJ", exact=True).fill("123")
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("alert")).to_contain_text("cnpj")
    assert _count(console_stores, "lookups") == 0


@pytest.fixture
def stranger(console_stores: ConsoleStores) -> str:
    """The token of another machine."""
    admit(console_stores.mongo_url, STRANGER, name="stranger")
    return STRANGER


def test_the_lines_of_a_file_are_booked_and_nobody_else_sees_them(
    page: Page, console: RunningConsole, stranger: str
) -> None:
    page.goto(f"{console.console_url}/lookups/new")
    page.get_by_label("What", exact=True).select_option("csv")
    lines = f"cnpj,when\n{CNPJ},2030-01-01T09:00\n{CNPJ},2030-01-02T09:00\n"
    page.get_by_label("CSV file", exact=True).set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    expect(page.get_by_role("status").filter(has_text="3 lines")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.locator(".card.dialog").get_by_role("button", name="Book a look-up").click()
    expect(page.locator(".data-table tbody tr")).to_have_count(2)
    href = page.locator(".data-table tbody a").first.get_attribute("href")

    page.context.clear_cookies()
    sign_in(page, console, stranger)
    page.goto(f"{console.console_url}/lookups")
    expect(page.get_by_text("No look-ups.")).to_be_visible()
    page.goto(f"{console.console_url}{href}")
    expect(page.locator(".panel[data-state=failed]")).to_be_visible()


def _count(stores: ConsoleStores, table: str) -> int:
    with psycopg.connect(stores.target_dsn) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row
    return int(row[0])


def test_a_look_up_is_moved_by_a_drag_and_by_the_keyboard_after_its_new_end_was_shown(
    page: Page, console: RunningConsole, console_stores: ConsoleStores
) -> None:
    _book_at(page, console, "2030-01-16T09:00")
    page.goto(f"{console.console_url}/lookups/calendar?day=2030-01-01")
    page.locator("td[data-day='2030-01-16'] .chip").drag_to(page.locator("td[data-day='2030-01-18']"))
    dialog = page.locator(".card.dialog")
    expect(dialog).to_contain_text("Ends about 2030-01-18")
    dialog.get_by_role("button", name="Move", exact=True).click()

    chip = page.locator("td[data-day='2030-01-18'] .chip")
    expect(chip).to_contain_text("○ 09:00")
    chip.focus()
    page.keyboard.press("Enter")
    page.get_by_label("New day and time").fill("2030-01-21T10:30")
    page.get_by_role("button", name="Move …").press("Enter")
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(page.locator("td[data-day='2030-01-21'] .chip")).to_contain_text("○ 10:30")
    assert _due(console_stores) == "2030-01-21 13:30:00"


def _book_at(page: Page, console: RunningConsole, when: str) -> None:
    page.goto(f"{console.console_url}/lookups/new")
    page.get_by_label("CNPJ", exact=True).fill(CNPJ)
    page.get_by_label("When", exact=True).select_option("at")
    page.get_by_label("Day and time", exact=True).fill(when)
    page.get_by_role("button", name="Go on").click()
    page.locator(".card.dialog").get_by_role("button", name="Book a look-up").click()
    expect(page.get_by_role("button", name="Run now")).to_be_visible()


def _due(stores: ConsoleStores) -> str:
    with psycopg.connect(stores.target_dsn) as connection:
        row = connection.execute("SELECT (next_due_at AT TIME ZONE 'UTC')::text FROM lookups").fetchone()
    assert row
    return str(row[0])


def test_an_address_without_a_real_day_is_told(page: Page, console: RunningConsole) -> None:
    page.goto(f"{console.console_url}/lookups/calendar?day=2030-02-30")

    expect(page.get_by_role("alert")).to_be_visible()
