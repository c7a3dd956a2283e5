"""Builds the dependencies of the worker that writes reports, from the bridge's settings."""

from collections.abc import Mapping
from functools import cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import BridgeSettings, ReportSettings, read
from esteira.core.wiring import Wired
from esteira.reports.deps import WriterDeps
from esteira.reports.ports import RowSource
from esteira.reports.postgres.row_source import PostgresRowSource
from esteira.reports.report import ReportKind
from esteira.reports.wiring import Reports, announce_reports

AT_ONCE = 4
"""Reports that are written at the same time: each of them holds one connection, and about 20 MB."""


OF_MONGO = frozenset({ReportKind.ATTEMPTS, ReportKind.AUDIT})


class ReportWriter(Reports):
    """The dependencies of the worker. Connections open at their first use."""

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(_report_settings(settings))
        self._settings = settings

    @cached_property
    def writer_deps(self) -> WriterDeps:
        """For `write_reports`."""
        return WriterDeps(
            jobs=self.jobs,
            files=self.files,
            source=self._source,
            announce=lambda: announce_reports(self._settings.redis_url),
            clock=utc_now,
            at_once=AT_ONCE,
        )

    def _source(self, kind: ReportKind) -> RowSource:
        return self._of_mongo[kind] if kind in OF_MONGO else self._of_target

    @cached_property
    def _of_target(self) -> RowSource:
        return PostgresRowSource(self._reading)

    @cached_property
    def _of_mongo(self) -> Mapping[ReportKind, RowSource]:
        # Imported here: a worker that reads only the target does without the driver's 15 MB.
        from esteira.consumer.mongo import attempts_collection
        from esteira.reports.mongo.attempts import attempt_rows
        from esteira.reports.mongo.audit import audit_rows

        attempts = attempts_collection(self._settings.mongo_url)
        self.opened(attempts.database.client)
        return {ReportKind.ATTEMPTS: attempt_rows(attempts), ReportKind.AUDIT: audit_rows(attempts.database)}

    @cached_property
    def _reading(self) -> Database:
        # Apart from the jobs' pool: reports hold their connections, and heartbeats must not wait for one.
        dsn = self._settings.target_dsn
        return self.opened(Database(dsn, unavailable=TargetUnavailable, connections=AT_ONCE))


def _report_settings(settings: BridgeSettings) -> ReportSettings:
    return ReportSettings(
        target_dsn=settings.target_dsn,
        redis_url=settings.redis_url,
        errors_queue_url=settings.errors_queue_url,
        reports_bucket=settings.reports_bucket,
    )


@Wired
def report_writer() -> ReportWriter:
    """Return the wiring of the worker. Raises `BadSettings`."""
    return ReportWriter(read(BridgeSettings))
