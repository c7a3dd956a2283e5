"""Starts a report: a worker writes it, and the caller does not wait."""

from esteira.core.errors import Forbidden, TooManyRequests
from esteira.core.principal import Principal
from esteira.reports.deps import ReportDeps
from esteira.reports.filters import StartReport
from esteira.reports.report import MOST_ACTIVE, NewJob, ReportJob, may_see, owner_filter

RETRY_AFTER_SECONDS = 10


def start_report(deps: ReportDeps, principal: Principal, command: StartReport) -> ReportJob:
    """Add the job. Raises `Forbidden`, `TooManyRequests` for too many at once, and `TargetUnavailable`."""
    if not may_see(principal, command.kind):
        raise Forbidden(f"(a report of {command.kind} needs the role {command.kind.needed_role})")
    job = deps.jobs.add(_new_job(deps, principal, command), most_active=MOST_ACTIVE)
    if job is None:
        raise TooManyRequests(
            f"({MOST_ACTIVE} of your reports are not finished)", retry_after_seconds=RETRY_AFTER_SECONDS
        )
    deps.announce()
    return job


def _new_job(deps: ReportDeps, principal: Principal, command: StartReport) -> NewJob:
    return NewJob(
        id=deps.new_id(),
        owner_id=principal.id,
        owner_name=principal.name,
        kind=command.kind,
        format=command.format,
        filters=command.filters,
        only_owner=owner_filter(principal, command.kind),
        requested_at=deps.clock(),
    )
