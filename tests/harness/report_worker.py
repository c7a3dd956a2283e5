"""The worker of reports as a program, as tests may kill it, and the settings of its process."""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
from celery import Celery
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import BridgeSettings, read
from esteira.reports.postgres.report_jobs import PostgresReportJobs
from esteira.reports.report import NewJob, ReportJob
from esteira.reports.write_reports import write_reports
from esteira.reports.writer_wiring import ReportWriter
from pydantic import SecretStr

from bridge.configuration import configuration
from bridge.queues import JOBS as QUEUE
from bridge.schedule import REPORTS
from infra.local.processes.bridge import JOBS
from tests.harness.child import Child
from tests.harness.environment import aws_variables

LIFETIME_SECONDS = 120
"""A worker ends after this time, in case its test was killed."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


@dataclass(frozen=True, kw_only=True)
class ReportStores:
    """The addresses of what a worker of reports uses."""

    target_dsn: str
    mongo_url: str
    redis_url: str
    endpoint: str
    bucket: str

    @property
    def variables(self) -> dict[str, str]:
        """The settings of a worker."""
        return {
            **aws_variables(self.endpoint),
            "ESTEIRA_TARGET_DSN": self.target_dsn,
            "ESTEIRA_MONGO_URL": self.mongo_url,
            "ESTEIRA_REDIS_URL": self.redis_url,
            "ESTEIRA_SOURCES": f'{{"source1": {{"dsn": "{self.target_dsn}"}}}}',
            "ESTEIRA_OPERATOR_TOKEN": "t" * 32,
            "ESTEIRA_LANES": "{}",
            "ESTEIRA_ERRORS_QUEUE_URL": f"{self.endpoint}/000000000000/errors",
            "ESTEIRA_REPORTS_BUCKET": self.bucket,
        }

    def add(self, job: NewJob) -> ReportJob:
        """Add a job."""
        with self._jobs() as jobs:
            added = jobs.add(job, most_active=1000)
        assert added
        return added

    def find(self, job: ReportJob) -> ReportJob:
        """Return the job as it is now."""
        with self._jobs() as jobs:
            found = jobs.find(job.id, job.owner_id)
        assert found
        return found

    def add_orders(self, count: int, *, source: str = "shop") -> None:
        """Add orders to the target."""
        self.execute(
            "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
            f" SELECT '{source}', n, 'product ' || n, 9.90, true, 1, gen_random_uuid(), 'h'"
            f" FROM generate_series(1, {count}) n"
        )

    def execute(self, statement: str) -> None:
        """Run a statement in the target."""
        with psycopg.connect(self.target_dsn) as connection:
            connection.execute(statement)

    @contextmanager
    def worker(self, folder: Path) -> Iterator[Child]:
        """Run the program that serves the queue `jobs`, as the local installation does."""
        child = Child("jobs", JOBS, folder=folder, environment=self.variables)
        try:
            yield child
        finally:
            child.stop()

    def send(self) -> None:
        """Do what beat does every second: send the task that writes reports."""
        settings = BridgeSettings.model_validate(
            {
                "sources": {"source1": {"dsn": self.target_dsn}},
                "target_dsn": self.target_dsn,
                "mongo_url": self.mongo_url,
                "redis_url": self.redis_url,
                "operator_token": "t" * 32,
                "lanes": {},
            }
        )
        celery = Celery("tests", set_as_current=False)
        celery.conf.update(configuration(settings))
        with celery:
            celery.send_task(REPORTS, queue=QUEUE)

    @contextmanager
    def _jobs(self) -> Iterator[PostgresReportJobs]:
        with closing(Database(SecretStr(self.target_dsn), unavailable=TargetUnavailable)) as database:
            yield PostgresReportJobs(database)


def start_writer(environment: Mapping[str, str]) -> BaseProcess:
    """Start one run of the writer with these variables, in a process of its own."""
    process = FORKS.Process(target=write, args=(dict(environment),), daemon=True)
    process.start()
    return process


def write(environment: Mapping[str, str]) -> int | None:
    """Write the reports that wait."""
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    writer = ReportWriter(read(BridgeSettings))
    try:
        return write_reports(writer.writer_deps)
    finally:
        writer.close()
        signal.alarm(0)
