"""The HTTP function for reports, over a real database and a bucket."""

import csv
import io
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.core.announcing import wiring as announcements
from esteira.core.principal import Role
from esteira.reports import wiring, writer_wiring
from esteira.reports.write_reports import write_reports
from reports.app import app

from tests.harness.callers import admit
from tests.harness.environment import aws_variables, environment
from tests.harness.report_files import TestBucket
from tests.integration.http_calls import TOKEN, call

NOBODYS = "7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60"
STARTS = 20


@pytest.fixture
def http(target_dsn: str, mongo_url: str, sqs_endpoint: str, bucket: TestBucket) -> Iterator[Client]:
    """The HTTP function and the worker's settings, with no report."""
    variables = aws_variables(sqs_endpoint) | {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN, role=Role.ADMIN),
        "ESTEIRA_REDIS_URL": "redis://127.0.0.1:1/0",
        "ESTEIRA_REPORTS_BUCKET": bucket.name,
        "ESTEIRA_ERRORS_QUEUE_URL": f"{sqs_endpoint}/000000000000/errors",
        "ESTEIRA_SOURCES": f'{{"shop": {{"dsn": "{target_dsn}"}}}}',
        "ESTEIRA_LANES": "{}",
        "ESTEIRA_OPERATOR_TOKEN": "t" * 32,
    }
    caches = (wiring.reports, writer_wiring.report_writer, authentication, announcements._configured_url)
    with environment(variables, *caches):
        with Client(app) as client:
            yield client
        wiring.reports().close()
        authentication().close()


def start(http: Client, **fields: object) -> Any:
    status, job = call(http, "POST", "/reports", {"kind": "orders", **fields})
    assert status == 202, job
    return job


def write() -> None:
    writer = writer_wiring.report_writer()
    write_reports(writer.writer_deps)
    writer.close()
    writer_wiring.report_writer.cache_clear()


def add_orders(dsn: str, count: int) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
            " SELECT 'shop', n, '=1+1', 9.90, true, 1, gen_random_uuid(), 'h' FROM generate_series(1, %s) n",
            [count],
        )


def test_a_report_is_started_written_and_downloaded(http: Client, target_dsn: str) -> None:
    add_orders(target_dsn, 3)
    job = start(http)
    write()

    _, done = call(http, "GET", f"/reports/{job['id']}")
    status, download = call(http, "GET", f"/reports/{job['id']}/download")

    assert (job["state"], done["state"], done["promised"], done["done"]) == ("queued", "done", 3, 3)
    assert status == 200
    header, *rows = csv.reader(io.StringIO(httpx.get(download["url"]).content.decode("utf-8-sig")))
    assert header[:4] == ["source", "source_id", "message_id", "product"]
    assert [row[3] for row in rows] == ["'=1+1"] * 3


def test_what_a_format_does_to_rows_is_said_before_the_start(http: Client) -> None:
    job = start(http, format="xlsx")

    assert "1,048,575 rows" in str(job["limits"])
    assert "32,767 characters" in str(job["limits"])


def test_the_answer_does_not_wait_for_the_report(http: Client, target_dsn: str) -> None:
    add_orders(target_dsn, 1000)
    begun = time.perf_counter()
    for _ in range(STARTS):
        job = start(http)
        call(http, "DELETE", f"/reports/{job['id']}")

    print(f"{(time.perf_counter() - begun) / STARTS * 1000:.1f} ms for a start and a cancellation")  # noqa: T201
    _, listed = call(http, "GET", "/reports")
    assert {report["state"] for report in listed["reports"]} == {"cancelled"}
    assert {report["promised"] for report in listed["reports"]} == {None}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "secrets"},
        {"kind": "orders", "format": "pdf"},
        {"kind": "orders", "filters": {"lane": "orders"}},
        {"kind": "orders", "filters": {"source": {"$ne": None}}},
        {"kind": "orders", "owner_id": "user:somebody"},
    ],
    ids=["nothing", "no kind", "no format", "another kind's filter", "an operator", "somebody else's"],
)
def test_what_cannot_be_written_is_refused_before_it_is_queued(http: Client, body: object) -> None:
    status, answer = call(http, "POST", "/reports", body)
    _, listed = call(http, "GET", "/reports")

    assert (status, answer["error"], listed["reports"]) == (422, "unprocessable", [])


def test_reports_are_listed_in_pages_the_newest_first(http: Client) -> None:
    ids = [start(http)["id"] for _ in range(3)]

    _, first = call(http, "GET", "/reports", limit=2)
    _, rest = call(http, "GET", "/reports", limit=2, before=first["next"])

    assert [report["id"] for report in [*first["reports"], *rest["reports"]]] == ids[::-1]
    assert rest["next"] is None


def test_too_many_reports_at_once_are_refused(http: Client) -> None:
    for _ in range(5):
        start(http)

    status, answer = call(http, "POST", "/reports", {"kind": "orders"})

    assert (status, answer["error"]) == (429, "too_many_requests")


def test_a_report_that_has_ended_is_not_cancelled_and_one_without_a_file_not_downloaded(http: Client) -> None:
    job = start(http)
    early, _ = call(http, "GET", f"/reports/{job['id']}/download")
    write()
    late, _ = call(http, "DELETE", f"/reports/{job['id']}")

    assert (early, late) == (409, 409)


@pytest.mark.parametrize("path", [f"/reports/{NOBODYS}", f"/reports/{NOBODYS}/download", "/reports/x"])
def test_a_report_of_nobody_is_not_found(http: Client, path: str) -> None:
    assert call(http, "GET", path)[0] == 404
