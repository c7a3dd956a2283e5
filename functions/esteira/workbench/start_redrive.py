"""Start a bulk redrive, repeat one, and stop one."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field

from esteira.core.errors import Conflict, NotFound, Unprocessable
from esteira.core.names import Lane
from esteira.workbench.bulk_ports import RedriveJobs
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.letter import LetterFilter
from esteira.workbench.list_dead_letters import LetterFilters
from esteira.workbench.redrive_job import JobState, RedriveJob

MOST_SELECTED = 1000


class StartRedrive(LetterFilters, frozen=True, extra="forbid"):
    """The letters of one lane that the filters match, or those of them with these SQS message ids."""

    lane: Lane
    ids: Annotated[Sequence[str], Field(min_length=1, max_length=MOST_SELECTED)] | None = None
    per_second: Annotated[float, Field(gt=0, le=10_000, strict=False)] | None = None
    canary: bool = True


def start_redrive(deps: WorkbenchDeps, jobs: RedriveJobs, command: StartRedrive, by: str) -> RedriveJob:
    """Keep a job with the letters that match now. Raises `Unprocessable` if none does, or `TargetUnavailable`."""
    job = RedriveJob(
        id=uuid4(),
        lane=command.lane,
        by=by,
        created_at=deps.clock(),
        state=JobState.READY,
        canary=command.canary,
        per_second=command.per_second,
    )
    return _begun(jobs, job, command.filter, command.ids)


def repeat_redrive(deps: WorkbenchDeps, jobs: RedriveJobs, job_id: UUID, by: str) -> RedriveJob:
    """Keep a new job with the filters or ids, the rate and the canary of another one, and the letters that match now.

    Raises `NotFound`, `Unprocessable` if no letter matches any more, or `TargetUnavailable`.
    """
    past = found_job(jobs, job_id)
    job = RedriveJob(
        id=uuid4(),
        lane=past.lane,
        by=by,
        created_at=deps.clock(),
        state=JobState.READY,
        canary=past.canary,
        per_second=past.per_second,
        repeats=past.id,
    )
    return _begun(jobs, job, past.question, past.ids)


def _begun(jobs: RedriveJobs, job: RedriveJob, question: LetterFilter, ids: Sequence[str] | None) -> RedriveJob:
    if not jobs.begin(job, question, ids):
        raise Unprocessable("(no filed dead letter matches)")
    return found_job(jobs, job.id)


def stop_redrive(jobs: RedriveJobs, job_id: UUID, by: str) -> RedriveJob:
    """Stop a job after the slice that is being sent. Raises `NotFound`, `Conflict` if it has ended."""
    found_job(jobs, job_id)
    if not jobs.stop(job_id, f"stopped by {by}"):
        raise Conflict("(the redrive has ended)")
    return found_job(jobs, job_id)


def found_job(jobs: RedriveJobs, job_id: UUID) -> RedriveJob:
    """Return a job. Raises `NotFound`, or `TargetUnavailable`."""
    job = jobs.find(job_id)
    if job is None:
        raise NotFound("(no redrive has this id)")
    return job
