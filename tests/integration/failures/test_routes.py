"""The HTTP function for failures, over a real database."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.core.announcing import wiring as announcements
from esteira.failures import wiring
from failures.app import app

from tests.fixtures.clock import READ_AT
from tests.fixtures.errors import error
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.harness.postgres import Postgres
from tests.integration.http_calls import TOKEN, call

NOBODYS = "7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60"


@pytest.fixture(scope="module")
def target_dsn(postgres: Postgres) -> str:
    return postgres.migrated("target")


@pytest.fixture(scope="module")
def warm_http(target_dsn: str, mongo_url: str) -> Iterator[Client]:
    """The HTTP function after a cold start."""
    variables = {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN),
        "ESTEIRA_REDIS_URL": "",
    }
    with environment(variables, wiring.failures, authentication, announcements._configured_url):
        with Client(app) as client:
            yield client
        wiring.failures().close()
        authentication().close()


@pytest.fixture
def http(warm_http: Client, target_dsn: str) -> Client:
    """The HTTP function, with no failure kept."""
    with psycopg.connect(target_dsn) as connection:
        connection.execute("TRUNCATE failures, failure_groups, failure_counts")
    return warm_http


def keep(
    subject: str | None, *, transient: bool = False, seconds: int = 0, fingerprint: str = "00000000000000aa"
) -> str:
    at = READ_AT + timedelta(seconds=seconds)
    given = error(subject, transient=transient, fingerprint=fingerprint, at=at)
    wiring.failures().store.keep([given], at)
    return str(given.failure_id)


def test_failures_are_listed_in_pages_with_their_cause_original_and_reason(http: Client) -> None:
    ids = [keep(f"m{number}", seconds=number) for number in range(3)]

    _, first = call(http, "GET", "/failures", limit=2)
    _, rest = call(http, "GET", "/failures", limit=2, before=first["next"])

    assert [failure["id"] for failure in [*first["failures"], *rest["failures"]]] == ids[::-1]
    assert rest["next"] is None
    shown = first["failures"][0]
    assert (shown["kind"], shown["original"], shown["state"], shown["lane"]) == ("database", "body", "parked", "orders")
    assert shown["reason"]


def test_failures_are_filtered_by_state(http: Client) -> None:
    waiting = keep("m1", transient=True)
    keep("m2")

    _, found = call(http, "GET", "/failures", state="waiting")

    assert [failure["id"] for failure in found["failures"]] == [waiting]


def test_groups_are_listed_in_pages(http: Client) -> None:
    for number in range(3):
        keep(f"m{number}", seconds=number, fingerprint=f"{number:016x}")

    _, first = call(http, "GET", "/failures/groups", limit=2)
    _, rest = call(http, "GET", "/failures/groups", limit=2, after=first["next"])

    assert [int(group["fingerprint"], 16) for group in [*first["groups"], *rest["groups"]]] == [2, 1, 0]
    assert first["groups"][0]["kept"] == {"parked": 1}


def test_a_retry_is_due_at_once_under_the_name_of_who_asked(http: Client) -> None:
    failure = keep("m1")

    status, retried = call(http, "POST", f"/failures/{failure}/retry")

    assert (status, retried["state"], retried["changed_by"]) == (202, "waiting", "tests")
    assert retried["due_at"] == retried["changed_at"]


def test_what_has_no_message_cannot_be_retried(http: Client) -> None:
    status, answer = call(http, "POST", f"/failures/{keep(None)}/retry")

    assert (status, answer["error"]) == (409, "conflict")


def test_a_failure_is_discarded_with_a_note(http: Client) -> None:
    status, discarded = call(http, "POST", f"/failures/{keep('m1')}/discard", {"note": "cancelled"})

    assert (status, discarded["state"], discarded["note"], discarded["changed_by"]) == (
        200,
        "discarded",
        "cancelled",
        "tests",
    )


@pytest.mark.parametrize(
    "body", [{}, {"note": ""}, {"note": "x" * 501}, {"note": "two\nlines"}, {"note": "x", "by": "y"}]
)
def test_a_failure_is_not_discarded_without_a_proper_note(http: Client, body: dict[str, str]) -> None:
    status, _ = call(http, "POST", f"/failures/{keep('m1')}/discard", body)

    assert (status, call(http, "GET", "/failures")[1]["failures"][0]["state"]) == (422, "parked")


@pytest.mark.parametrize(
    "path", [f"/failures/{NOBODYS}/retry", "/failures/no-id/retry", f"/failures/{NOBODYS}/discard"]
)
def test_a_failure_that_is_not_there_is_not_found(http: Client, path: str) -> None:
    assert call(http, "POST", path, {"note": "x"})[0] == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/failures", {"state": "lost"}),
        ("/failures", {"limit": 101}),
        ("/failures", {"before": "x"}),
        ("/failures", {"fingerprint": "x"}),
        ("/failures", {"unknown": 1}),
        ("/failures/groups", {"after": "yesterday/aa"}),
        ("/failures/groups", {"kind": "x"}),
    ],
)
def test_a_wrong_query_is_refused(http: Client, path: str, query: dict[str, object]) -> None:
    assert call(http, "GET", path, **query)[0] == 422
