"""Reports of many rows: `python -m benchmarks.reports [ROWS]`, a million by default.

Starts Postgres, MongoDB and an S3 of its own, and the worker as it runs in an installation (Celery, greenlets). Writes
the orders as CSV and as XLSX, and a fifth as many attempts as CSV. Prints for each the time, the rate, the size of the
file, and the resident memory of the worker's process before and at its highest. Before that: how long a start takes.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
from esteira.consumer.mongo import INDEXES, attempts_collection
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.reports.deps import ReportDeps
from esteira.reports.filters import StartReport
from esteira.reports.memory import MemoryFiles
from esteira.reports.postgres.report_jobs import PostgresReportJobs
from esteira.reports.report import ReportFormat, ReportKind, ReportState
from esteira.reports.start_report import start_report
from pydantic import SecretStr

from tests.fixtures.reports import new_job, person
from tests.harness.child import Child
from tests.harness.mongo import running_mongo
from tests.harness.postgres import running_postgres
from tests.harness.queues import running_moto
from tests.harness.redis import running_redis
from tests.harness.report_files import new_bucket
from tests.harness.report_worker import ReportStores

ATTEMPTS_AT_ONCE = 10_000
STARTS = 200
CASES = (
    (ReportKind.ORDERS, ReportFormat.CSV),
    (ReportKind.ORDERS, ReportFormat.XLSX),
    (ReportKind.ATTEMPTS, ReportFormat.CSV),
)


def main() -> None:
    """Run all cases and print a line for each."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, _stores(Path(folder)) as stores:
        stores.add_orders(rows)
        _add_attempts(stores, rows // 5)
        _measure_starts(stores)
        for kind, file_format in CASES:
            with stores.worker(Path(folder)) as worker:
                _measure(stores, worker, kind, file_format)


@contextmanager
def _stores(folder: Path) -> Iterator[ReportStores]:
    with ExitStack() as opened:
        endpoint = opened.enter_context(running_moto(folder / "moto"))
        yield ReportStores(
            target_dsn=opened.enter_context(running_postgres(folder / "postgres")).migrated("target"),
            mongo_url=opened.enter_context(running_mongo(folder / "mongo")).url(),
            redis_url=opened.enter_context(running_redis(folder / "redis")).url,
            endpoint=endpoint,
            bucket=opened.enter_context(new_bucket(endpoint)).name,
        )


def _add_attempts(stores: ReportStores, count: int) -> None:
    collection, at = attempts_collection(SecretStr(stores.mongo_url)), utc_now() - timedelta(hours=1)
    collection.create_indexes(INDEXES)
    for first in range(0, count, ATTEMPTS_AT_ONCE):
        numbers = range(first, min(first + ATTEMPTS_AT_ONCE, count))
        collection.insert_many(
            {
                "_id": f"{number}:1",
                "message_id": f"m{number}",
                "sqs_message_id": str(number),
                "lane": "orders",
                "attempt": 1,
                "status": "succeeded",
                "attempts_needed": 1,
                "error": None,
                "origin": {"source": "shop", "source_id": number, "read_at": at},
                "data": {"product": f"product {number}", "price": "9.90", "security_check": True},
                "processed_at": at + timedelta(milliseconds=number),
                "expireAt": at + timedelta(days=7, milliseconds=number),
            }
            for number in numbers
        )
    collection.database.client.close()


def _measure_starts(stores: ReportStores) -> None:
    database = Database(SecretStr(stores.target_dsn), unavailable=TargetUnavailable)
    jobs = PostgresReportJobs(database)
    ids = (new_job().id for _ in range(STARTS))
    deps = ReportDeps(jobs=jobs, files=MemoryFiles(), new_id=lambda: next(ids), announce=lambda: None, clock=utc_now)
    command = StartReport.model_validate({"kind": "orders"})
    seconds = sorted(_start_and_cancel(deps, command) for _ in range(STARTS))
    database.close()
    print(f"start: median {seconds[STARTS // 2] * 1000:.1f} ms, longest {seconds[-1] * 1000:.1f} ms")


def _start_and_cancel(deps: ReportDeps, command: StartReport) -> float:
    begun = time.perf_counter()
    job = start_report(deps, person(), command)
    taken = time.perf_counter() - begun
    deps.jobs.cancel(job.id, job.owner_id, utc_now())
    return taken


def _measure(stores: ReportStores, worker: Child, kind: ReportKind, file_format: ReportFormat) -> None:
    process = psutil.Process(worker.pid)
    warm = stores.add(new_job(kind=kind, file_format=file_format, at=utc_now(), filters={"source": "nothing"}))
    stores.send()
    while stores.find(warm).is_active:
        time.sleep(0.2)
    before = highest = _mebibytes(process)
    job = stores.add(new_job(kind=kind, file_format=file_format, at=utc_now()))
    begun = time.perf_counter()
    while (now := stores.find(job)).is_active:
        if now.state is ReportState.QUEUED:
            stores.send()
        highest = max(highest, _mebibytes(process))
        time.sleep(0.1)
    seconds = time.perf_counter() - begun
    print(
        f"{kind} {file_format}: {now.state}, {now.done:,} of {now.promised or 0:,} rows in {seconds:.1f} s,"
        f" {now.done / seconds:,.0f} rows/s, {(now.size_bytes or 0) / 2**20:.1f} MiB;"
        f" worker {before:.0f} MiB before, {highest:.0f} MiB at most"
    )


def _mebibytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


if __name__ == "__main__":
    main()
