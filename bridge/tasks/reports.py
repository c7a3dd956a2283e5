"""The task that writes reports, sent by beat every two seconds. While it writes one, the next ones write others."""

from bridge.app import app
from bridge.queues import JOBS
from bridge.schedule import REPORTS, REPORTS_SECONDS

LONGEST_SECONDS = 4 * 3600.0
"""A report of many millions of rows. Celery's pool of greenlets knows only this limit, not the soft one."""


@app.task(name=REPORTS, queue=JOBS, expires=REPORTS_SECONDS, time_limit=LONGEST_SECONDS)  # type: ignore[untyped-decorator]
def write() -> None:
    """Writes the reports that wait, if any."""
    from esteira.reports.write_reports import write_reports
    from esteira.reports.writer_wiring import report_writer

    write_reports(report_writer().writer_deps)
