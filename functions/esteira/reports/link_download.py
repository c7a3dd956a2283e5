"""Makes the address from which a report's file can be downloaded for some minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from esteira.core.errors import Conflict, Forbidden, NotFound
from esteira.core.principal import Principal
from esteira.reports.deps import ReportDeps
from esteira.reports.read_reports import show_report
from esteira.reports.report import ReportJob, may_see

LINK_LIFE = timedelta(minutes=5)
"""Who has the address needs no token, so it is short-lived; a new one can be made as long as the file is kept."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """An address, until when it can be used, and the name of the file."""

    url: str
    expires_at: datetime
    file_name: str


def link_download(deps: ReportDeps, principal: Principal, job_id: UUID) -> Download:
    """Return a new address.

    Raises `Conflict` while there is no file, `NotFound` after its life, `Forbidden` for who may no longer see such
    rows, `TargetUnavailable` and `FilesUnavailable`.
    """
    job, now = show_report(deps.jobs, principal, job_id), deps.clock()
    if not may_see(principal, job.kind):
        raise Forbidden(f"(it needs the role {job.kind.needed_role})")
    if job.object_key is None or job.expires_at is None:
        raise Conflict(f"(it has no file: {job.state})")
    if job.expires_at <= now:
        raise NotFound("(its file is no longer kept; start the report again)")
    life = min(LINK_LIFE, job.expires_at - now)
    name = file_name(job)
    return Download(
        url=deps.files.link(job.object_key, file_name=name, life=life), expires_at=now + life, file_name=name
    )


def file_name(job: ReportJob) -> str:
    """Return the name under which the file is saved."""
    return f"esteira-{job.kind.replace('_', '-')}-{job.requested_at:%Y%m%d-%H%M%S}.{job.format}"
