"""T15: kill -9 of the worker of reports between its effects: the report is begun again, and has every promised row.

`KILLS` is the number of kills of each report, at most 2: after its third start a report fails, which a test of its own
shows. `ORDERS` is the number of rows.
"""

import csv
import io
import os
from collections.abc import Iterator

import pytest
from esteira.reports.report import MOST_STARTS, ReportFormat, ReportJob, ReportState

from tests.faults.figures import log_figures
from tests.fixtures.reports import new_job
from tests.harness.environment import environment
from tests.harness.report_files import TestBucket, new_bucket
from tests.harness.report_worker import ReportStores, start_writer, write

KILLS = min(int(os.environ.get("KILLS") or 2), MOST_STARTS - 1)
REPORTS = int(os.environ.get("REPORTS") or 2)
ORDERS = int(os.environ.get("ORDERS") or 10_000)
FAILPOINTS = ("reports.after_claim", "reports.after_portion", "reports.before_complete", "reports.after_complete")


@pytest.fixture
def bucket(sqs_endpoint: str) -> Iterator[TestBucket]:
    with new_bucket(sqs_endpoint) as made:
        yield made


@pytest.fixture
def stores(target_dsn: str, own_mongo_url: str, redis_url: str, sqs_endpoint: str, bucket: TestBucket) -> ReportStores:
    return ReportStores(
        target_dsn=target_dsn,
        mongo_url=own_mongo_url,
        redis_url=redis_url,
        endpoint=sqs_endpoint,
        bucket=bucket.name,
    )


def kill_at(stores: ReportStores, failpoint: str) -> None:
    """Run a worker until it is killed there, and let the time pass after which its report counts as lost."""
    process = start_writer({**stores.variables, "ESTEIRA_FAILPOINT": f"{failpoint}:kill"})
    process.join(timeout=60)
    assert process.exitcode == -9
    stores.execute("UPDATE report_jobs SET heard_at = heard_at - interval '1 hour' WHERE state = 'running'")


def rows_in(bucket: TestBucket, job: ReportJob) -> list[str]:
    """Return the ids of all orders in a report."""
    assert job.object_key
    text = bucket.read(job.object_key).decode("utf-8-sig")
    return [row[1] for row in csv.reader(io.StringIO(text, newline=""))][1:]


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_report_whose_worker_is_killed_is_written_by_the_next_one_with_every_promised_row(
    stores: ReportStores, bucket: TestBucket, failpoint: str
) -> None:
    stores.add_orders(ORDERS)
    done: list[ReportJob] = []
    for _ in range(REPORTS):
        job = stores.add(new_job())
        for _ in range(KILLS):
            kill_at(stores, failpoint)
        stores.add_orders(1, source=f"later-{len(done)}")
        with environment(stores.variables):
            write({})
        done.append(stores.find(job))

    rows = [rows_in(bucket, job) for job in done]
    orphans = len(bucket.keys()) - REPORTS
    log_figures(reports=REPORTS, kills=KILLS, rows=len(rows[-1]), orphans=orphans, unfinished=bucket.unfinished())
    assert {job.state for job in done} == {ReportState.DONE}
    assert [(job.promised, job.done, job.starts) for job in done] == [
        (len(found), len(found), KILLS + 1) for found in rows
    ]
    assert [len(found) for found in rows] == [ORDERS + number for number in range(1, REPORTS + 1)]
    assert orphans == (REPORTS * KILLS if failpoint == "reports.after_complete" else 0)


def test_a_report_whose_workers_are_killed_each_time_fails_and_says_so(stores: ReportStores) -> None:
    stores.add_orders(ORDERS)
    job = stores.add(new_job(file_format=ReportFormat.XLSX))
    for _ in range(MOST_STARTS):
        kill_at(stores, "reports.after_portion")

    with environment(stores.variables):
        assert write({}) == 0

    failed = stores.find(job)
    assert (failed.state, failed.object_key) == (ReportState.FAILED, None)
    assert failed.reason
    assert "lost 3 times" in failed.reason
