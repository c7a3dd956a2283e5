"""esteira report"""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from esteira.core.principal import Principal, Role
from esteira.reports.cancel_report import cancel_report
from esteira.reports.filters import StartReport
from esteira.reports.http import report_json
from esteira.reports.report import ReportFormat, ReportJob, ReportKind, ReportState
from esteira.reports.start_report import start_report
from esteira.reports.wiring import Reports

from infra.cli.accounts import command_of
from infra.cli.caller import caller
from infra.cli.commands.reports.download import download
from infra.cli.commands.reports.watching import watch
from infra.cli.output import AsJson, counted, messages, print_json, results
from infra.local.core_settings import report_settings

Kind = Annotated[ReportKind, typer.Argument(help="What the rows are.")]
Out = Annotated[Path, typer.Option("--out", help="The file to write. It must not exist.")]
Format = Annotated[ReportFormat, typer.Option("--format", help="csv or xlsx.")]
FilterOption = Annotated[
    list[str] | None,
    typer.Option("--filter", help="NAME=VALUE, such as source=shop or since=2026-07-01T00:00:00Z; may be repeated."),
]


def report(
    kind: Kind,
    *,
    out: Out,
    file_format: Format = ReportFormat.CSV,
    filters: FilterOption = None,
    as_json: AsJson = False,
) -> None:
    """Have a report written in the background, wait for it, and download it."""
    if out.exists():
        raise typer.BadParameter(f"{out} exists")
    fields = {"kind": kind.value, "format": file_format.value, "filters": dict(map(_filter, filters or ()))}
    command = command_of(StartReport, fields)
    with closing(Reports(report_settings())) as wiring:
        job = _written(wiring, command)
        if job.state is ReportState.DONE:
            download(wiring.report_deps, _caller(), job, out)
    _show(job, out, as_json=as_json)
    raise typer.Exit(0 if job.state is ReportState.DONE else 1)


def _written(wiring: Reports, command: StartReport) -> ReportJob:
    """Return the job when it has ended. Whoever does not want to wait for it any longer cancels it."""
    deps, me = wiring.report_deps, _caller()
    job = start_report(deps, me, command)
    try:
        return watch(deps.jobs, me, job)
    except KeyboardInterrupt:
        cancel_report(deps, me, job.id)
        raise


def _filter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise typer.BadParameter(f"{given} is not NAME=VALUE")
    return name, value


def _caller() -> Principal:
    return Principal(id=f"cli:{caller()}", kind="machine", role=Role.ADMIN, name=caller())


def _show(job: ReportJob, out: Path, *, as_json: bool) -> None:
    if as_json:
        print_json(report_json(job))
    elif job.state is ReportState.DONE:
        results.print(f"{out}: {counted(job.done, 'row')} of {job.promised or 0:,} promised", highlight=False)
        _show_changes(job)
    else:
        messages.print(f"{job.state}. {job.reason or ''}", highlight=False)


def _show_changes(job: ReportJob) -> None:
    if job.cut_cells or job.replaced_cells:
        changes = f"{counted(job.cut_cells, 'text')} cut, {job.replaced_cells:,} with replaced characters"
        messages.print(f"{job.format} could not hold everything: {changes}", highlight=False)
