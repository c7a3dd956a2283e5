"""Handlers of reports: start, list, show, cancel, and the address of the download. Everybody sees their own only."""

from typing import Any

from chalice.app import Response
from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import count
from esteira.core.errors import Conflict, FilesUnavailable, Forbidden, TargetUnavailable, TooManyRequests
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.reporting.wiring import report
from esteira.reports.cancel_report import cancel_report
from esteira.reports.filters import StartReport
from esteira.reports.http import (
    DownloadJson,
    ReportJson,
    ReportsJson,
    download_json,
    report_json,
    reports_json,
)
from esteira.reports.link_download import link_download
from esteira.reports.read_reports import ListReports, list_reports, report_id_of, show_report
from esteira.reports.start_report import start_report
from esteira.reports.wiring import reports

app = GuardedApp("reports", authenticate=authenticate, count=count, report=report, audit=record)


@app.route(
    "/reports",
    methods=["POST"],
    policy=Policy.SIGNED_IN,
    status=202,
    body=StartReport,
    answers=ReportJson,
    errors=(Forbidden, TooManyRequests, TargetUnavailable),
)
def start() -> Any:
    """Have a report written (202): `{"kind": "orders", "format": "xlsx", "filters": {"source": "shop"}}`."""
    job = start_report(reports().report_deps, app.principal, body_of(app.request, StartReport))
    return Response(body=report_json(job), status_code=202)


@app.route("/reports", policy=Policy.SIGNED_IN, query=ListReports, answers=ReportsJson, errors=(TargetUnavailable,))
def list_page() -> Any:
    """List a page of one's own reports, the newest first."""
    query = query_of(app.request, ListReports)
    return reports_json(list_reports(reports().jobs, app.principal, query), query.limit)


@app.route("/reports/{report_id}", policy=Policy.SIGNED_IN, answers=ReportJson, errors=(TargetUnavailable,))
def show(report_id: str) -> Any:
    """Show one of one's own reports: rows promised and done, rate and time left."""
    return report_json(show_report(reports().jobs, app.principal, report_id_of(report_id)))


@app.route(
    "/reports/{report_id}",
    methods=["DELETE"],
    policy=Policy.SIGNED_IN,
    answers=ReportJson,
    errors=(Conflict, TargetUnavailable),
)
def cancel(report_id: str) -> Any:
    """Cancel one of one's own reports that has not ended."""
    return report_json(cancel_report(reports().report_deps, app.principal, report_id_of(report_id)))


@app.route(
    "/reports/{report_id}/download",
    policy=Policy.SIGNED_IN,
    answers=DownloadJson,
    errors=(Forbidden, Conflict, TargetUnavailable, FilesUnavailable),
)
def download(report_id: str) -> Any:
    """Return an address from which the file can be downloaded for five minutes."""
    return download_json(link_download(reports().report_deps, app.principal, report_id_of(report_id)))
