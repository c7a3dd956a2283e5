"""Builds the dependencies of the reports' function, of its console page and of its command."""

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

from esteira.core.announcing.wiring import announce
from esteira.core.clock import utc_now
from esteira.core.errors import BadSettings, TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import ReportSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.reports.deps import ReportDeps
from esteira.reports.postgres.report_jobs import PostgresReportJobs
from esteira.reports.s3 import S3Files, s3_client

if TYPE_CHECKING:
    from pydantic import SecretStr


class Reports(Wiring):
    """What people do with reports. Connections open at their first use."""

    def __init__(self, settings: ReportSettings) -> None:
        super().__init__()
        self._report_settings = settings

    @cached_property
    def jobs(self) -> PostgresReportJobs:
        """The jobs."""
        dsn = self._report_settings.target_dsn
        return PostgresReportJobs(self.opened(Database(dsn, unavailable=TargetUnavailable)))

    @cached_property
    def files(self) -> S3Files:
        """The files. Raises `BadSettings` without a bucket."""
        settings = self._report_settings
        if not settings.reports_bucket or not settings.errors_queue_url:
            raise BadSettings("(ESTEIRA_REPORTS_BUCKET or ESTEIRA_ERRORS_QUEUE_URL is missing)")
        return S3Files(self.opened(s3_client(settings.errors_queue_url)), settings.reports_bucket)

    @cached_property
    def report_deps(self) -> ReportDeps:
        """For what people do."""
        redis_url = self._report_settings.redis_url
        return ReportDeps(
            jobs=self.jobs,
            files=self.files,
            new_id=uuid4,
            announce=lambda: announce_reports(redis_url),
            clock=utc_now,
        )


def announce_reports(redis_url: "SecretStr | None") -> None:
    """Say that a report has changed. Never raises."""
    announce("reports", redis_url=redis_url)


@Wired
def reports() -> Reports:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Reports(read(ReportSettings))
