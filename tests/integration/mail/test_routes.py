"""Mails over HTTP: reading, unsubscribing by one click without an account, and the schedule of the digests."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from chalice.test import Client, HTTPResponse
from cryptography.fernet import Fernet
from esteira.accounts import wiring as accounts_wiring
from esteira.core.announcing import wiring as announcements
from esteira.core.clock import utc_now
from esteira.core.principal import Role
from esteira.core.sealing import FernetSealer
from esteira.lookups.digests import wiring as digests_wiring
from esteira.mail import wiring
from esteira.mail.mail_kind import MailKind
from esteira.mail.seal_mails import sealed_facts
from esteira.mail.unsubscribe_links import UnsubscribeLinks
from mails.app import app
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT
from tests.fixtures.digests import done, store_task
from tests.fixtures.mails import MARIA, look_up_mail
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.integration.http_calls import BEARER, SCHEDULED, TOKEN

VIEWER = "a-token-of-a-viewer-of-its-own"
ONE_CLICK = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, kw_only=True)
class MailsApi:
    """The mails' function with one recipient, and a link of theirs."""

    http: Client
    sealer: FernetSealer
    path: str

    def send(self, method: str, headers: dict[str, str] | None = None, path: str = "") -> HTTPResponse:
        body = b"List-Unsubscribe=One-Click" if method == "POST" else b""
        return self.http.http.request(method, path or self.path, headers=headers or {}, body=body)

    def is_subscribed(self) -> bool:
        found = wiring.mails().recipient_book.find(MARIA.id)
        return bool(found and found.subscribed)


@pytest.fixture
def api(target_dsn: str, mongo_url: str) -> Iterator[MailsApi]:
    admit(mongo_url, TOKEN)
    admit(mongo_url, VIEWER, role=Role.VIEWER, name="viewer")
    key = Fernet.generate_key().decode()
    variables = {"ESTEIRA_TARGET_DSN": target_dsn, "ESTEIRA_MONGO_URL": mongo_url, "ESTEIRA_SECRETS_KEY": key}
    caches = (accounts_wiring.authentication, wiring.mails, digests_wiring.digests, announcements._configured_url)
    with environment(variables, *caches), Client(app) as http:
        wiring.mails().recipient_book.keep(MARIA)
        sealer = FernetSealer(SecretStr(key))
        parts = urlsplit(UnsubscribeLinks(sealer=sealer, public_url="https://x").url(MARIA.id))
        yield MailsApi(http=http, sealer=sealer, path=f"{parts.path}?{parts.query}")
        accounts_wiring.authentication().close()
        wiring.mails().close()
        digests_wiring.digests().close()


def test_a_link_that_is_looked_at_asks_and_changes_nothing(api: MailsApi) -> None:
    asked = api.send("GET")

    assert (asked.status_code, api.is_subscribed()) == (200, True)
    assert asked.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in asked.headers["Content-Security-Policy"]
    assert b'<form method="post">' in asked.body


def test_one_click_of_a_mail_program_unsubscribes_without_a_token(api: MailsApi) -> None:
    statuses = [api.send("POST", ONE_CLICK).status_code for _ in range(2)]

    assert (statuses, api.is_subscribed()) == ([200, 200], False)


@pytest.mark.parametrize(
    ("method", "query", "status"), [("GET", "", 422), ("POST", "?token=x", 404), ("POST", "", 422)]
)
def test_a_link_that_is_none_is_refused(api: MailsApi, method: str, query: str, status: int) -> None:
    answer = api.send(method, ONE_CLICK, f"/mails/unsubscribe{query}")

    assert (answer.status_code, api.is_subscribed()) == (status, True)


def test_a_mail_is_read_by_administrators_and_not_found_by_others(api: MailsApi) -> None:
    mail = look_up_mail()
    wiring.mails().outbox.add(mail, sealed_facts(api.sealer, mail), READ_AT)
    mail_id = wiring.mails().outbox.page(None, None, 1)[0].id
    admin, viewer, nobody = (
        api.send("GET", headers, f"/mails/{mail_id}")
        for headers in (BEARER, {"Authorization": f"Bearer {VIEWER}"}, {"Authorization": "Bearer x"})
    )

    assert (admin.status_code, viewer.status_code, nobody.status_code) == (200, 404, 401)
    assert (admin.json_body["kind"], admin.json_body["to"]) == ("lookup_started", MARIA.email)
    assert "12.ABC.345/01DE-35" in admin.json_body["text"]
    assert admin.json_body["html"].startswith("<!doctype html>")


def test_the_schedule_puts_each_digest_into_the_outbox_once(api: MailsApi, target_dsn: str) -> None:
    # A day's digest covers 24 hours, so it has one of three look-ups that are twelve hours apart.
    for hours in (1, 13, 25):
        store_task(target_dsn, done(hours, utc_now(), owner_id=MARIA.id))

    made = [api.http.lambda_.invoke("mail_due_digests", SCHEDULED).payload["digests"] for _ in range(3)]

    assert made == [1, 0, 0]
    assert [mail.kind for mail in wiring.mails().outbox.page(MARIA.id, None, 9)] == [MailKind.DIGEST]
