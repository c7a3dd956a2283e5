"""The pages of callbacks."""

import psycopg
from esteira.core.principal import Role
from playwright.sync_api import expect

from tests.browser.pages.conftest import Open

INSERT = """
INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, attempt, error, processed_at)
VALUES
    ('pagesone', 'waits/1', 'source1', 71, 'paid', 10.50, now(), 0, NULL, NULL),
    ('pagesone', 'dead-1', 'source1', 72, 'refunded', 7, now(), 5, 'The order has not arrived yet.', NULL),
    ('pagestwo', 'done-1', 'source1', 73, 'paid', 3, now(), 0, NULL, now())
"""


def test_callbacks_are_filtered_and_lead_to_their_story(target: psycopg.Connection, open_as: Open) -> None:
    target.execute(INSERT)
    try:
        page = open_as(Role.VIEWER, "/callbacks")
        page.get_by_label("Provider").fill("pagesone")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("tbody tr")).to_have_count(2)

        page.get_by_label("State").select_option("dead")
        expect(page.locator("tbody tr")).to_have_count(1)
        assert page.url.endswith("/callbacks?provider=pagesone&state=dead")
        expect(page.get_by_role("link", name="source1:72")).to_have_attribute("href", "/orders/source1:72")

        page.get_by_role("link", name="dead-1").click()
        expect(page.locator(".facts")).to_contain_text("The order has not arrived yet.")
        expect(page.get_by_text("It failed five times.")).to_be_visible()

        page.goto("/callbacks/pagesone/waits/1")
        expect(page.locator(".facts")).to_contain_text("10.50")
        expect(page.get_by_text("It failed five times.")).to_be_hidden()
    finally:
        target.execute("DELETE FROM callbacks WHERE provider IN ('pagesone', 'pagestwo')")


def test_payment_states_are_said_in_portuguese(target: psycopg.Connection, open_as: Open) -> None:
    target.execute(INSERT)
    try:
        page = open_as(Role.VIEWER, "/callbacks?provider=pagesone", language="pt")

        expect(page.locator("tbody")).to_contain_text("estornado")
        expect(page.locator("tbody .pill.alert")).to_have_text("morta")
    finally:
        target.execute("DELETE FROM callbacks WHERE provider IN ('pagesone', 'pagestwo')")
