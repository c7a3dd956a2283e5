"""Cancels a report: its worker stops at the next rows, and nothing is left of its file."""

from uuid import UUID

from esteira.core.errors import Conflict
from esteira.core.principal import Principal
from esteira.reports.deps import ReportDeps
from esteira.reports.read_reports import show_report
from esteira.reports.report import ReportJob


def cancel_report(deps: ReportDeps, principal: Principal, job_id: UUID) -> ReportJob:
    """Cancel one of one's own. Raises `NotFound`, `Conflict` if it has ended, and `TargetUnavailable`."""
    cancelled = deps.jobs.cancel(job_id, principal.id, deps.clock())
    if cancelled is None:
        ended = show_report(deps.jobs, principal, job_id)
        raise Conflict(f"(it has ended already: {ended.state})")
    deps.announce()
    return cancelled
