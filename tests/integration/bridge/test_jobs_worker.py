"""The worker of greenlets on the queue `jobs`: databases and S3 make it wait, and not the other reports."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from esteira.reports.report import ReportJob, ReportKind, ReportState

from tests.fixtures.reports import new_job
from tests.harness.redis import RedisServer
from tests.harness.report_files import TestBucket, new_bucket
from tests.harness.report_worker import ReportStores
from tests.harness.waiting import wait_for

ORDERS = 5000


@pytest.fixture
def bucket(sqs_endpoint: str) -> Iterator[TestBucket]:
    with new_bucket(sqs_endpoint) as made:
        yield made


@pytest.fixture
def stores(
    target_dsn: str, own_mongo_url: str, own_redis: RedisServer, sqs_endpoint: str, bucket: TestBucket
) -> ReportStores:
    return ReportStores(
        target_dsn=target_dsn,
        mongo_url=own_mongo_url,
        redis_url=own_redis.url,
        endpoint=sqs_endpoint,
        bucket=bucket.name,
    )


def await_state(stores: ReportStores, job: ReportJob, state: ReportState) -> ReportJob:
    wait_for(f"the report is {state}", lambda: stores.find(job).state is state)
    return stores.find(job)


def test_a_report_that_waits_for_the_database_does_not_hold_up_another(
    stores: ReportStores, bucket: TestBucket, tmp_path: Path
) -> None:
    stores.add_orders(ORDERS)
    with psycopg.connect(stores.target_dsn) as blocker, stores.worker(tmp_path):
        blocker.execute("LOCK TABLE failures IN ACCESS EXCLUSIVE MODE")
        blocked = stores.add(new_job(kind=ReportKind.FAILURES))
        stores.send()
        await_state(stores, blocked, ReportState.RUNNING)
        other = stores.add(new_job())
        stores.send()

        done = await_state(stores, other, ReportState.DONE)
        waiting = stores.find(blocked)
        blocker.rollback()
        await_state(stores, blocked, ReportState.DONE)

    assert (waiting.state, waiting.promised) == (ReportState.RUNNING, None)
    assert done.object_key
    assert bucket.read(done.object_key).count(b"\r\n") == done.promised + 1 == ORDERS + 1  # type: ignore[operator]


def test_attempts_are_written_by_greenlets_too(stores: ReportStores, tmp_path: Path) -> None:
    job = stores.add(new_job(kind=ReportKind.ATTEMPTS))
    with stores.worker(tmp_path):
        stores.send()
        done = await_state(stores, job, ReportState.DONE)

    assert (done.promised, done.done) == (0, 0)
