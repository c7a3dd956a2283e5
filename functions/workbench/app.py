"""Handlers of the dead-letter workbench: lists, one letter, editing, and bulk redrives."""

from typing import Any, get_args
from urllib.parse import unquote
from uuid import UUID

from chalice.app import Response
from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import announce, count
from esteira.core.decoding import as_json
from esteira.core.errors import (
    BadLines,
    Conflict,
    NotFound,
    QueueUnavailable,
    TargetUnavailable,
    TooLarge,
    Unprocessable,
)
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of, raw_body_of
from esteira.core.names import Lane
from esteira.core.reporting.wiring import report
from esteira.workbench import export_letters, http, list_dead_letters, list_redrives, start_redrive
from esteira.workbench.import_selection import ImportSelection, import_selection
from esteira.workbench.letter import FiledLetter
from esteira.workbench.redrive_edited import EditLetter, redrive_edited
from esteira.workbench.redrive_job import RedriveJob
from esteira.workbench.rehearse_dead_letter import Rehearsed, RehearseLetter, rehearse_dead_letter
from esteira.workbench.show_dead_letter import show_dead_letter
from esteira.workbench.undo_redrive import undo_redrive
from esteira.workbench.wiring import workbench

NEXT = "Esteira-Next"

app = GuardedApp("workbench", authenticate=authenticate, count=count, report=report, audit=record)


@app.route(
    "/dead-letters",
    policy=Policy.VIEWER,
    query=list_dead_letters.ListDeadLetters,
    answers=http.LettersJson,
    errors=(TargetUnavailable,),
)
def list_letters() -> Any:
    """List a page of dead letters, the last that died first: `?lane=…&source=…&fingerprint=…&text=…&path=…&value=…`."""
    query = query_of(app.request, list_dead_letters.ListDeadLetters)
    store = workbench().deps.store
    return http.letters_json(list_dead_letters.list_dead_letters(store, query), store.filings(), query.limit)


@app.route(
    "/dead-letters/groups",
    policy=Policy.VIEWER,
    query=list_dead_letters.GroupDeadLetters,
    answers=http.LetterGroupsJson,
    errors=(TargetUnavailable,),
)
def list_groups() -> Any:
    """List the groups of dead letters with equal errors, the largest first; filters as of the list."""
    query = query_of(app.request, list_dead_letters.GroupDeadLetters)
    store = workbench().deps.store
    return http.letter_groups_json(list_dead_letters.group_dead_letters(store, query), store.filings())


@app.route(
    "/dead-letters/export",
    policy=Policy.VIEWER,
    query=export_letters.ExportDeadLetters,
    answers=str,
    media_type=export_letters.MEDIA_TYPE,
    errors=(TargetUnavailable,),
)
def export() -> Any:
    """Export dead letters as JSON lines; filters as of the list. Header `Esteira-Next`: `after` of the next part."""
    query = query_of(app.request, export_letters.ExportDeadLetters)
    part = export_letters.export_letters(workbench().deps.store, query)
    next_part: dict[str, str | list[str]] = {NEXT: part.next} if part.next else {}
    return Response(body=part.text, headers={"Content-Type": export_letters.MEDIA_TYPE, **next_part})


@app.route(
    "/dead-letters/import",
    methods=["POST"],
    policy=Policy.OPERATOR,
    query=ImportSelection,
    body=export_letters.MEDIA_TYPE,
    answers=http.ImportedJson,
    errors=(BadLines, TooLarge, QueueUnavailable, TargetUnavailable),
)
def import_lines() -> Any:
    """Take exported dead letters back, and send mended ones, none if a line is wrong: `?wrong=refuse|skip`."""
    app.audited(action="dead_letters.imported", subject=export_letters.MEDIA_TYPE)
    query = query_of(app.request, ImportSelection)
    imported = import_selection(workbench().import_deps, raw_body_of(app.request), query, app.principal.name)
    app.audited(before=imported.before, after=imported.after)
    announce("orders")
    return http.imported_json(imported)


@app.route(
    "/dead-letters/{lane}/{letter}", policy=Policy.VIEWER, answers=http.ShownLetterJson, errors=(TargetUnavailable,)
)
def show_letter(lane: str, letter: str) -> Any:
    """Show a dead letter beside its attempts, its edits, and the rows of its order in source and target."""
    return http.shown_letter_json(show_dead_letter(workbench().show_deps, _lane(lane), unquote(letter)))


@app.route(
    "/dead-letters/{lane}/{letter}/dry-run",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=RehearseLetter,
    answers=Rehearsed,
    errors=(Conflict, TargetUnavailable),
)
def rehearse(lane: str, letter: str) -> Any:
    """Try what a dead letter would do, as it is or with another body, and roll it back: `{"body": "{…}"}`."""
    command = body_of(app.request, RehearseLetter)
    app.audited(action="dead_letter.rehearsed", subject=f"{lane}/{letter}")
    return as_json(rehearse_dead_letter(workbench().deps, _letter(lane, letter), command.body))


@app.route(
    "/dead-letters/{lane}/{letter}",
    methods=["PUT"],
    policy=Policy.OPERATOR,
    body=EditLetter,
    answers=http.EditedJson,
    errors=(Conflict, QueueUnavailable, TargetUnavailable),
)
def edit(lane: str, letter: str) -> Any:
    """Send a dead letter back to its lane with another body, of the same identity: `{"body": "{…}"}`."""
    command = body_of(app.request, EditLetter)
    app.audited(action="dead_letter.edited", subject=f"{lane}/{letter}")
    edited = redrive_edited(workbench().deps, _letter(lane, letter), command.body, by=app.principal.name)
    app.audited(
        before={change.path: change.before for change in edited.changes},
        after={change.path: change.after for change in edited.changes},
    )
    announce("orders")
    return http.edited_json(edited)


@app.route(
    "/redrives",
    policy=Policy.VIEWER,
    query=list_redrives.ListRedrives,
    answers=http.RedrivesJson,
    errors=(TargetUnavailable,),
)
def list_bulk() -> Any:
    """List a page of bulk redrives, the newest first: `?lane=…&after=…`."""
    query = query_of(app.request, list_redrives.ListRedrives)
    return http.redrives_json(list_redrives.list_redrives(workbench().bulk_deps.jobs, query), query.limit)


@app.route(
    "/redrives",
    methods=["POST"],
    policy=Policy.OPERATOR,
    status=202,
    body=start_redrive.StartRedrive,
    answers=http.RedriveJson,
    errors=(TargetUnavailable,),
)
def start() -> Any:
    """Send many dead letters back, one first (202): `{"lane": "orders", "fingerprint": "…", "per_second": 5}`."""
    command = body_of(app.request, start_redrive.StartRedrive)
    app.audited(action="redrive.started", subject=command.lane)
    job = start_redrive.start_redrive(workbench().deps, workbench().bulk_deps.jobs, command, app.principal.name)
    return _accepted(job)


@app.route("/redrives/{redrive_id}", policy=Policy.VIEWER, answers=http.RedriveJson, errors=(TargetUnavailable,))
def show(redrive_id: str) -> Any:
    """Show a bulk redrive and how far it is."""
    return http.redrive_json(start_redrive.found_job(workbench().bulk_deps.jobs, _job_id(redrive_id)))


@app.route(
    "/redrives/{redrive_id}/stop",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=None,
    answers=http.RedriveJson,
    errors=(Conflict, TargetUnavailable),
)
def stop(redrive_id: str) -> Any:
    """Stop a bulk redrive after the letters that are being sent."""
    app.audited(action="redrive.stopped", before=_state(redrive_id))
    job = start_redrive.stop_redrive(workbench().bulk_deps.jobs, _job_id(redrive_id), app.principal.name)
    app.audited(after={"state": job.state.value})
    return http.redrive_json(job)


@app.route(
    "/redrives/{redrive_id}/undo",
    methods=["POST"],
    policy=Policy.OPERATOR,
    status=202,
    body=None,
    answers=http.RedriveJson,
    errors=(Conflict, Unprocessable, TargetUnavailable),
)
def undo(redrive_id: str) -> Any:
    """Have what still waits on the lane made dead letters again (202); `sent` is then what could not be taken back."""
    app.audited(action="redrive.undone", before=_state(redrive_id))
    return _accepted(undo_redrive(workbench().bulk_deps, _job_id(redrive_id), app.principal.name))


@app.route(
    "/redrives/{redrive_id}/repeat",
    methods=["POST"],
    policy=Policy.OPERATOR,
    status=202,
    body=None,
    answers=http.RedriveJson,
    errors=(Unprocessable, TargetUnavailable),
)
def repeat(redrive_id: str) -> Any:
    """Start another bulk redrive of what the same filters match now (202)."""
    app.audited(action="redrive.repeated")
    jobs = workbench().bulk_deps.jobs
    return _accepted(start_redrive.repeat_redrive(workbench().deps, jobs, _job_id(redrive_id), app.principal.name))


def _accepted(job: RedriveJob) -> Response:
    app.audited(after={"redrive": str(job.id), "state": job.state.value, "letters": job.waiting})
    return Response(body=http.redrive_json(job), status_code=202)


def _state(redrive_id: str) -> dict[str, str]:
    job = start_redrive.found_job(workbench().bulk_deps.jobs, _job_id(redrive_id))
    return {"state": job.state.value}


def _letter(lane: str, letter: str) -> FiledLetter:
    return workbench().deps.letter(_lane(lane), unquote(letter))


def _lane(name: str) -> Lane:
    lane: Lane | None = next((lane for lane in get_args(Lane) if lane == name), None)
    if lane is None:
        raise NotFound("(lane)")
    return lane


def _job_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("(no redrive has this id)") from None
