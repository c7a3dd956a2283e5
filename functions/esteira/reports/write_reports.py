"""Writes the reports that wait: one start of a job, from its claim to its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from esteira.core.errors import ReportRefused, RowsChanged, Unavailable
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.reports.deps import WriterDeps
from esteira.reports.files import csv_file, xlsx_file
from esteira.reports.files.report_file import ReportFile
from esteira.reports.heartbeat import Pulse, beating, note
from esteira.reports.ports import Rows, Upload
from esteira.reports.report import BEGUN_OFTEN, BUG, JOB_LIFE, MOST_STARTS, ReportFormat, ReportJob, WrittenFile

AGAIN_AFTER = timedelta(seconds=10)
"""When a job is begun again that met a service that was away."""


class Superseded(Exception):
    """The job was cancelled, or another worker has it."""


@dataclass(frozen=True, kw_only=True)
class FileFormat:
    """How a format is written. `most_rows`: None is without a limit."""

    make: Callable[[], ReportFile]
    media_type: str
    most_rows: int | None = None


FORMATS: Mapping[ReportFormat, FileFormat] = {
    ReportFormat.CSV: FileFormat(make=csv_file.CsvFile, media_type=csv_file.MEDIA_TYPE),
    ReportFormat.XLSX: FileFormat(
        make=xlsx_file.XlsxFile, media_type=xlsx_file.MEDIA_TYPE, most_rows=xlsx_file.MOST_ROWS
    ),
}


def write_reports(deps: WriterDeps) -> int | None:
    """Write the jobs that wait, one after the other, and return how many were begun.

    None if the target is away, after which the next run goes on.
    """
    try:
        return _write_all(deps)
    except Unavailable as error:
        logger.warning("reports not written", action="write_report", error=str(error))
        return None


def _write_all(deps: WriterDeps) -> int:
    deps.jobs.forget(deps.clock() - JOB_LIFE)
    if deps.jobs.give_up_lost(deps.clock()):
        deps.announce()
    begun = 0
    while job := deps.jobs.claim(deps.clock(), at_once=deps.at_once):
        begun += 1
        _settle(deps, job)
    return begun


def _settle(deps: WriterDeps, job: ReportJob) -> None:
    """Write one job, and decide what becomes of it where that fails."""
    passing("reports.after_claim")
    deps.announce()
    try:
        file = _written(deps, job)
    except Superseded:
        logger.info("report stopped", action="write_report", report=str(job.id))
    except ReportRefused as error:
        deps.jobs.fail(job, error.detail, deps.clock())
    except Unavailable as error:
        _try_again(deps, job, error)
    except Exception:
        deps.jobs.fail(job, BUG, deps.clock())
        raise
    else:
        _finish(deps, job, file)
    finally:
        deps.announce()


def _try_again(deps: WriterDeps, job: ReportJob, error: Unavailable) -> None:
    logger.warning("report not written", action="write_report", report=str(job.id), error=str(error))
    if job.starts >= MOST_STARTS:
        deps.jobs.fail(job, f"{error.public_message} {BEGUN_OFTEN}", deps.clock())
    else:
        deps.jobs.put_back(job, error.public_message, due_at=deps.clock() + AGAIN_AFTER)


def _finish(deps: WriterDeps, job: ReportJob, file: WrittenFile) -> None:
    if not deps.jobs.finish(job, file, deps.clock()):
        deps.files.remove(file.object_key)
    logger.info("report written", action="write_report", report=str(job.id), rows=file.rows, size_bytes=file.size_bytes)


def _written(deps: WriterDeps, job: ReportJob) -> WrittenFile:
    with beating(deps, job) as pulse, deps.source(job.kind).opened(job.query) as rows:
        file_format = FORMATS[job.format]
        if file_format.most_rows is not None and rows.count > file_format.most_rows:
            raise ReportRefused(xlsx_file.too_many_rows(rows.count))
        pulse.promised = rows.count
        note(deps, job, pulse)
        return _uploaded(deps, job, rows, pulse)


def _uploaded(deps: WriterDeps, job: ReportJob, rows: Rows, pulse: Pulse) -> WrittenFile:
    file_format = FORMATS[job.format]
    # With the number of the start in its name: a worker that was taken for lost writes another file.
    key = f"reports/{job.id}/{job.starts}.{job.format}"
    upload = deps.files.begin(key, media_type=file_format.media_type)
    try:
        file = file_format.make()
        _write(file, rows, upload, pulse)
        passing("reports.before_complete")
        size = upload.complete()
    except BaseException:
        upload.abort()
        raise
    passing("reports.after_complete")
    return WrittenFile(
        object_key=key,
        size_bytes=size,
        rows=pulse.done,
        cut_cells=file.changes.cut_cells,
        replaced_cells=file.changes.replaced_cells,
    )


def _write(file: ReportFile, rows: Rows, upload: Upload, pulse: Pulse) -> None:
    upload.write(file.begin(rows.columns))
    for portion in rows.portions:
        if pulse.superseded:
            raise Superseded
        upload.write(file.add(portion))
        pulse.done += len(portion)
        passing("reports.after_portion")
    if pulse.done != rows.count:
        raise RowsChanged(f"({rows.count} rows were counted, and {pulse.done} read)")
    upload.write(file.end())
