"""The table `report_jobs`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.reports.report import (
    LOST_AFTER,
    MOST_STARTS,
    TOO_OFTEN_LOST,
    NewJob,
    Progress,
    ReportFormat,
    ReportJob,
    ReportKind,
    ReportState,
    WrittenFile,
)

FIELDS = tuple(field.name for field in fields(ReportJob))
"""The columns of every statement that returns jobs, in their order."""

Row = tuple[Any, ...]


class PostgresReportJobs:
    """The port `ReportJobs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, job: NewJob, *, most_active: int) -> ReportJob | None:
        """See `ReportJobs.add`."""

        def work(connection: Connection) -> ReportJob | None:
            connection.execute(statement("reports/lock_owner"), {"owner_id": job.owner_id})
            return _first(_rows(connection, "add_job", {**_parameters(job), "most_active": most_active}))

        return self._database.run(work)

    def find(self, job_id: UUID, owner_id: str) -> ReportJob | None:
        """See `ReportJobs.find`."""
        return _first(self._ask("find_job", {"id": job_id, "owner_id": owner_id}))

    def page(self, owner_id: str, *, before: UUID | None, limit: int) -> Sequence[ReportJob]:
        """See `ReportJobs.page`."""
        return [_job(row) for row in self._ask("list_jobs", {"owner_id": owner_id, "before": before, "limit": limit})]

    def recent(self, since: datetime) -> Sequence[ReportJob]:
        """See `ReportJobs.recent`."""
        return [_job(row) for row in self._ask("list_recent_jobs", {"since": since})]

    def cancel(self, job_id: UUID, owner_id: str, now: datetime) -> ReportJob | None:
        """See `ReportJobs.cancel`."""
        return _first(self._ask("cancel_job", {"id": job_id, "owner_id": owner_id, "now": now}))

    def claim(self, now: datetime, *, at_once: int) -> ReportJob | None:
        """See `ReportJobs.claim`."""
        return _first(self._ask("claim_job", {**_losses(now), "at_once": at_once}))

    def give_up_lost(self, now: datetime) -> int:
        """See `ReportJobs.give_up_lost`."""
        return len(self._ask("give_up_lost_jobs", {**_losses(now), "reason": TOO_OFTEN_LOST}))

    def note(self, job: ReportJob, progress: Progress) -> bool:
        """See `ReportJobs.note`."""
        return self._tell("note_progress", job, asdict(progress))

    def put_back(self, job: ReportJob, reason: str, *, due_at: datetime) -> bool:
        """See `ReportJobs.put_back`."""
        return self._tell("put_job_back", job, {"reason": reason, "due_at": due_at})

    def fail(self, job: ReportJob, reason: str, now: datetime) -> bool:
        """See `ReportJobs.fail`."""
        return self._tell("fail_job", job, {"reason": reason, "now": now})

    def finish(self, job: ReportJob, file: WrittenFile, now: datetime) -> bool:
        """See `ReportJobs.finish`."""
        return self._tell("finish_job", job, {**asdict(file), "now": now})

    def forget(self, before: datetime) -> int:
        """See `ReportJobs.forget`."""
        return len(self._ask("forget_jobs", {"before": before}))

    def _tell(self, name: str, job: ReportJob, parameters: Mapping[str, Any]) -> bool:
        return bool(self._ask(name, {**parameters, "id": job.id, "starts": job.starts}))

    def _ask(self, name: str, parameters: Mapping[str, Any]) -> list[Row]:
        return self._database.run(lambda connection: _rows(connection, name, parameters))


def _rows(connection: Connection, name: str, parameters: Mapping[str, Any]) -> list[Row]:
    return connection.execute(statement(f"reports/{name}"), parameters).fetchall()


def _parameters(job: NewJob) -> dict[str, Any]:
    return {**asdict(job), "kind": job.kind.value, "format": job.format.value, "filters": Jsonb(dict(job.filters))}


def _losses(now: datetime) -> dict[str, Any]:
    return {"now": now, "lost_before": now - LOST_AFTER, "most_starts": MOST_STARTS}


def _first(rows: Sequence[Row]) -> ReportJob | None:
    return _job(rows[0]) if rows else None


def _job(row: Row) -> ReportJob:
    values = dict(zip(FIELDS, row, strict=True))
    typed = {
        "kind": ReportKind(values["kind"]),
        "format": ReportFormat(values["format"]),
        "state": ReportState(values["state"]),
    }
    return ReportJob(**{**values, **typed})
