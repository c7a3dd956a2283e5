"""The pages of mails."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.principal import Role
from esteira.core.sealing import FernetSealer
from esteira.mail.mail import NewMail, Recipient
from esteira.mail.mail_kind import MailKind
from esteira.mail.postgres.outbox import PostgresOutbox
from playwright.sync_api import expect
from pydantic import SecretStr

from tests.browser.pages.conftest import Open
from tests.browser.running_console import SECRETS_KEY, ConsoleStores

CODE = "87654321"
RITA = Recipient(id="user:rita", email="rita@example.com", name="Rita", language="en", time_zone="America/Sao_Paulo")


@pytest.fixture
def mails(console_stores: ConsoleStores, target: psycopg.Connection) -> Iterator[None]:
    """Two mails to Rita: one with a code, and one that was not sent."""
    sealer = FernetSealer(SecretStr(SECRETS_KEY))
    kinds = {MailKind.CONFIRM_ACCOUNT: f'{{"code": "{CODE}"}}', MailKind.PASSWORD_CHANGED: "{}"}
    with closing(SingleStatements(SecretStr(console_stores.target_dsn), unavailable=TargetUnavailable)) as database:
        for kind, facts in kinds.items():
            mail = NewMail(event=f"pages:{kind}", kind=kind, recipient=RITA)
            PostgresOutbox(database).add(mail, sealer.seal(SecretStr(facts)), utc_now())
    target.execute("UPDATE mails SET state = 'failed', error = 'refused for good' WHERE kind = 'password_changed'")
    yield
    target.execute("DELETE FROM mails WHERE recipient_id = 'user:rita'")


@pytest.mark.usefixtures("mails")
def test_an_admin_reads_everybodys_mails_but_no_code(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "/mails")
    page.locator("tbody tr", has_text="rita@example.com").get_by_role("link", name="Confirm the account").click()
    expect(page.locator("pre")).to_contain_text("Its text is not shown")
    assert CODE not in page.content()

    page.goto("/mails")
    page.get_by_label("State").select_option("failed")
    page.locator("tbody tr", has_text="rita@example.com").get_by_role("link", name="Password changed").click()
    expect(page.locator("pre")).to_contain_text("Rita")
    expect(page.locator(".facts")).to_contain_text("refused for good")


@pytest.mark.usefixtures("mails")
def test_others_see_their_own_mails_only(target: psycopg.Connection, open_as: Open) -> None:
    row = target.execute("SELECT id FROM mails WHERE recipient_id = 'user:rita' LIMIT 1").fetchone()
    assert row

    page = open_as(Role.VIEWER, "/mails", language="pt")
    expect(page.get_by_text("Nenhum e-mail.")).to_be_visible()
    page.goto(f"/mails/{row[0]}")
    expect(page.locator('.panel[data-state="failed"]')).to_be_visible()
    assert "rita@example.com" not in page.content()
