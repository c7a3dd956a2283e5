"""The pages of errors."""

from collections.abc import Iterator

import psycopg
import pytest
from esteira.core.principal import Role
from playwright.sync_api import expect

from tests.browser.pages.conftest import Open

GROUP = """
INSERT INTO failure_groups (fingerprint, kind, component, place, cause, first_at, last_at)
VALUES ('0123456789abcdef', 'payload', 'consumer', 'consumer.parse', 'The price is no number.', now(), now())
"""
FAILURE = """
INSERT INTO failures (id, report_id, fingerprint, kind, component, place, cause, original, original_is_whole, lane,
                      attempt, state, reason, reported_at, created_at, changed_at)
VALUES (gen_random_uuid(), gen_random_uuid(), '0123456789abcdef', 'payload', 'consumer', 'consumer.parse',
        'The price is no number.', '{"price": "?"}', true, 'orders', 5, 'parked', 'needs somebody', now(), now(), now())
"""
STATE = "SELECT state, note, changed_by FROM failures WHERE fingerprint = '0123456789abcdef'"


@pytest.fixture
def parked(target: psycopg.Connection) -> Iterator[None]:
    """An error that waits for somebody."""
    target.execute(GROUP)
    target.execute(FAILURE)
    yield
    target.execute("DELETE FROM failures WHERE fingerprint = '0123456789abcdef'")
    target.execute("DELETE FROM failure_groups WHERE fingerprint = '0123456789abcdef'")


@pytest.mark.usefixtures("parked")
def test_an_operator_finds_an_error_and_discards_it_with_a_note(target: psycopg.Connection, open_as: Open) -> None:
    page = open_as(Role.OPERATOR, "/errors?kind=payload")
    page.get_by_role("link", name="The price is no number.").click()
    page.locator("tbody").get_by_role("link", name="The price is no number.").click()
    expect(page.locator("pre")).to_have_text('{"price": "?"}')

    page.get_by_label("Why nothing has to be done").fill("a test order")
    page.get_by_role("button", name="Discard").click()

    expect(page.locator(".facts .pill")).to_have_text("discarded")
    assert target.execute(STATE).fetchone() == ("discarded", "a test order", "pages-operator")


@pytest.mark.usefixtures("parked")
def test_a_viewer_sees_an_error_and_is_refused(target: psycopg.Connection, open_as: Open) -> None:
    page = open_as(Role.VIEWER, "/errors?fingerprint=0123456789abcdef", language="pt")
    expect(page.locator("tbody .pill")).to_have_text("espera você")
    page.locator("tbody a").click()

    page.get_by_role("button", name="Reenviar").click(force=True)

    expect(page.get_by_text("Recusado:")).to_be_visible()
    row = target.execute(STATE).fetchone()
    assert row
    assert row[0] == "parked"
