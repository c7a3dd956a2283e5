"""Download a report. The file appears under its name when it is complete."""

from pathlib import Path

import httpx
from esteira.core.errors import FilesUnavailable
from esteira.core.principal import Principal
from esteira.reports.deps import ReportDeps
from esteira.reports.link_download import link_download
from esteira.reports.report import ReportJob

TIMEOUT_SECONDS = 60


def download(deps: ReportDeps, me: Principal, job: ReportJob, out: Path) -> None:
    """Write the file of a report. Raises `FilesUnavailable`."""
    url = link_download(deps, me, job.id).url
    part = out.with_name(f"{out.name}.part")
    try:
        with httpx.stream("GET", url, timeout=TIMEOUT_SECONDS) as answer, part.open("wb") as file:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                file.write(piece)
    except httpx.HTTPError as error:
        # Without the address, which needs no token.
        raise FilesUnavailable(f"({type(error).__name__})") from None
    part.rename(out)
