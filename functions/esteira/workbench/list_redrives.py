"""List bulk redrives."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from esteira.core.errors import Unprocessable
from esteira.core.moments import moment
from esteira.core.names import Lane
from esteira.core.numbers import Whole
from esteira.workbench.bulk_ports import RedriveJobs
from esteira.workbench.redrive_job import JobPlace, RedriveJob

MOST_REDRIVES = 50


class ListRedrives(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /redrives`: `after` is `next` of the page before."""

    lane: Lane | None = None
    after: Annotated[str, Field(max_length=100)] | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_REDRIVES)] = MOST_REDRIVES


def list_redrives(jobs: RedriveJobs, query: ListRedrives) -> Sequence[RedriveJob]:
    """Return a page of bulk redrives, the newest first. Raises `Unprocessable` and `TargetUnavailable`."""
    return jobs.page(query.lane, after=_place(query.after) if query.after else None, limit=query.limit)


def redrive_place(job: RedriveJob) -> str:
    """Return what `after` must be for the redrives after this one."""
    return f"{job.created_at.isoformat().replace('+00:00', 'Z')}/{job.id}"


def _place(after: str) -> JobPlace:
    at, _, job_id = after.partition("/")
    try:
        return moment(at), UUID(job_id)
    except ValueError:
        raise Unprocessable("(after: is not TIME/ID, as the page before gives it as `next`)") from None
