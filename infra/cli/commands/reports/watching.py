"""Wait for a report, with a progress bar."""

import time

from esteira.core.principal import Principal
from esteira.reports.ports import ReportJobs
from esteira.reports.read_reports import show_report
from esteira.reports.report import ReportJob, ReportState
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from infra.cli.output import messages

ASK_EVERY_SECONDS = 0.5


def watch(jobs: ReportJobs, me: Principal, job: ReportJob) -> ReportJob:
    """Return the job once it has ended."""
    rate = TextColumn("{task.fields[rate]:.0f} rows/s {task.fields[left]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn())
    with Bars(*columns, console=messages) as bars:
        task = bars.add_task("waiting for a worker", total=None, rate=0.0, left="")
        while job.is_active:
            time.sleep(ASK_EVERY_SECONDS)
            job = show_report(jobs, me, job.id)
            bars.update(
                task,
                description=_said(job),
                completed=job.done,
                total=job.promised,
                rate=job.rows_per_second or 0.0,
                left=_left(job),
            )
    return job


def _said(job: ReportJob) -> str:
    if job.state is ReportState.QUEUED:
        return f"begun again soon: {job.reason}" if job.reason else "waiting for a worker"
    return "counting" if job.promised is None else "writing"


def _left(job: ReportJob) -> str:
    return "" if job.seconds_left is None else f"{job.seconds_left:.0f} s left"
