"""Reports as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from esteira.core.http.shapes import Timestamp
from esteira.reports.files.xlsx_file import MOST_CHARACTERS, MOST_ROWS
from esteira.reports.link_download import Download
from esteira.reports.report import ReportFormat, ReportJob

LIMITS: dict[ReportFormat, list[str]] = {
    ReportFormat.CSV: ["Texts that a spreadsheet would take for a formula get an apostrophe before them."],
    ReportFormat.XLSX: [
        f"At most {MOST_ROWS:,} rows; a report of more fails before it begins.",
        f"Texts of more than {MOST_CHARACTERS:,} characters are cut.",
        "Control characters are replaced.",
    ],
}
"""What a format does to rows, said before the start; how many cells it met is counted."""


class ReportJson(TypedDict):
    """A report. `promised`: the rows that the file will have, null until they are counted; `done`: those written.

    `limits`: what the format does to rows; `cut_cells` and `replaced_cells`: how many texts it met.
    """

    id: str
    kind: str
    format: str
    filters: dict[str, Any]
    own_rows_only: bool
    state: str
    requested_at: Timestamp
    starts: int
    started_at: Timestamp | None
    promised: int | None
    done: int
    rows_per_second: float | None
    seconds_left: float | None
    finished_at: Timestamp | None
    reason: str | None
    size_bytes: int | None
    expires_at: Timestamp | None
    limits: list[str]
    cut_cells: int
    replaced_cells: int


class ReportsJson(TypedDict):
    """A page of reports. `next`: `before` of the next page."""

    reports: list[ReportJson]
    next: str | None


class DownloadJson(TypedDict):
    """An address for the download, which needs no token and expires."""

    url: str
    expires_at: Timestamp
    file_name: str


def report_json(job: ReportJob) -> ReportJson:
    """Return a report."""
    return {
        "id": str(job.id),
        "kind": job.kind.value,
        "format": job.format.value,
        "filters": dict(job.filters),
        "own_rows_only": job.only_owner is not None,
        "state": job.state.value,
        "requested_at": job.requested_at.isoformat(),
        "starts": job.starts,
        "started_at": _text(job.started_at),
        "promised": job.promised,
        "done": job.done,
        "rows_per_second": _rounded(job.rows_per_second),
        "seconds_left": _rounded(job.seconds_left),
        "finished_at": _text(job.finished_at),
        "reason": job.reason,
        "size_bytes": job.size_bytes,
        "expires_at": _text(job.expires_at),
        "limits": LIMITS[job.format],
        "cut_cells": job.cut_cells,
        "replaced_cells": job.replaced_cells,
    }


def reports_json(jobs: Sequence[ReportJob], limit: int) -> ReportsJson:
    """Return a page of reports, with the value of `before` for the next one."""
    return {
        "reports": [report_json(job) for job in jobs],
        "next": str(jobs[-1].id) if len(jobs) == limit else None,
    }


def download_json(download: Download) -> DownloadJson:
    """Return an address for a download."""
    return {
        "url": download.url,
        "expires_at": download.expires_at.isoformat(),
        "file_name": download.file_name,
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)
