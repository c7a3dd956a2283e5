"""Shows one's own reports: one, or page by page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from esteira.core.errors import NotFound
from esteira.core.numbers import Whole
from esteira.core.principal import Principal
from esteira.reports.ports import ReportJobs
from esteira.reports.report import ReportJob

MOST_LISTED = 100

ENDED_WITHIN = timedelta(seconds=10)
"""Long enough for who follows reports to hear of their end."""


class ListReports(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /reports`: `before` is `next` of the page before."""

    before: UUID | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_LISTED)] = 50


def list_reports(jobs: ReportJobs, principal: Principal, query: ListReports) -> Sequence[ReportJob]:
    """Return a page of one's own reports, the newest first. Raises `TargetUnavailable`."""
    return jobs.page(principal.id, before=query.before, limit=query.limit)


def show_report(jobs: ReportJobs, principal: Principal, job_id: UUID) -> ReportJob:
    """Return one of one's own reports. Raises `NotFound` and `TargetUnavailable`."""
    if job := jobs.find(job_id, principal.id):
        return job
    raise not_found(job_id)


def recent_reports(jobs: ReportJobs, now: datetime) -> Sequence[ReportJob]:
    """Return everybody's reports that are under way or ended a moment ago. Raises `TargetUnavailable`."""
    return jobs.recent(now - ENDED_WITHIN)


def not_found(job_id: object) -> NotFound:
    """Return the error for a report that does not exist, or is somebody else's."""
    return NotFound(f"(there is no report {job_id} of yours)")


def report_id_of(text: str) -> UUID:
    """Return the id in a path. Raises `NotFound`: what is no id names no report."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("(a report is named by its id)") from None
