"""The HTTP function of the audit log, over a real store."""

from collections.abc import Iterator

import pytest
from audit.app import app
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.audit.mongo.audit_store import MongoAuditStore
from esteira.core.announcing import wiring as announcements
from esteira.core.auditing.audited import Outcome

from tests.fixtures.audit import entry
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.integration.http_calls import TOKEN, call


@pytest.fixture
def http(own_mongo_url: str) -> Iterator[Client]:
    """The HTTP function after a cold start, with three entries a minute apart."""
    variables = {"ESTEIRA_MONGO_URL": admit(own_mongo_url, TOKEN), "ESTEIRA_REDIS_URL": ""}
    with environment(variables, authentication, announcements._configured_url):
        store = MongoAuditStore(authentication().database)
        for given in (entry(0), entry(1, subject="payments"), entry(2, outcome=Outcome.REFUSED, reason="No.")):
            store.add(given)
        with Client(app) as client:
            yield client
        authentication().close()


def test_the_newest_entries_come_first_page_by_page(http: Client) -> None:
    _, first = call(http, "GET", "/audit", limit=2)
    _, rest = call(http, "GET", "/audit", limit=2, before=first["next"])

    assert [each["at"][11:16] for each in [*first["entries"], *rest["entries"]]] == ["12:02", "12:01", "12:00"]
    assert rest["next"] is None


def test_an_entry_shows_who_did_what_and_what_it_changed(http: Client) -> None:
    _, found = call(http, "GET", "/audit", subject="payments")

    (shown,) = found["entries"]
    assert (shown["by"], shown["name"], shown["role"], shown["address"]) == (
        "user:0b8e",
        "Maria",
        "operator",
        "192.0.2.1",
    )
    assert (shown["action"], shown["before"], shown["after"]["paused"]) == (
        "lane.paused",
        {"paused": False, "version": 3, "delay": 0.1},
        True,
    )


def test_entries_are_found_by_all_filters_together(http: Client) -> None:
    _, found = call(
        http,
        "GET",
        "/audit",
        by="Maria",
        action="lane",
        subject="orders",
        outcome="refused",
        **{"from": "2026-07-01T12:00:00Z", "to": "2026-07-01T12:03:00Z"},
    )

    assert [each["reason"] for each in found["entries"]] == ["No."]


@pytest.mark.parametrize(
    "query", [{"outcome": "lost"}, {"limit": 101}, {"from": "yesterday"}, {"by": ""}, {"user": "x"}]
)
def test_a_query_that_cannot_be_is_refused(http: Client, query: dict[str, object]) -> None:
    status, answer = call(http, "GET", "/audit", **query)

    assert (status, answer["error"]) == (422, "unprocessable")


def test_looking_is_not_recorded(http: Client) -> None:
    call(http, "GET", "/audit")

    assert len(call(http, "GET", "/audit")[1]["entries"]) == 3
