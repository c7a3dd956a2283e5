"""The dead letters of a lane, as text and as JSON."""

from collections.abc import Iterator
from typing import Any

from esteira.core.names import Lane
from esteira.reconciliation.dead_letters import DeadGroup, DeadLetter
from esteira.reconciliation.redrive.request import Redriven
from esteira.reconciliation.redrive.survey_dead_letters import Survey
from rich.markup import escape

from infra.cli.output import results
from infra.cli.tables import WholeTable

BODY_CHARACTERS = 60


def survey_json(lane: Lane, survey: Survey) -> dict[str, Any]:
    """Return the output of `esteira redrive --json` without a selection, and with `--dry-run`."""
    return {
        "lane": lane,
        "letters": survey.dead_letters,
        "selected": survey.selected,
        "copies": survey.copies,
        "without_letter": survey.without_letter,
        "kept": survey.kept,
        "would_send": survey.would_send,
        "foreign": survey.unparseable,
        "foreign_ids": [dead_letter.received_message.sqs_message_id for dead_letter in survey.unparseable_letters],
        "unattempted": survey.unattempted,
        "groups": [_group_json(group) for group in survey.groups],
    }


def redriven_json(lane: Lane, done: Redriven) -> dict[str, Any]:
    """Return the output of `esteira redrive --json` with a selection."""
    return {
        "lane": lane,
        "moved": done.moved,
        "letters": done.dead_letters,
        "foreign": done.unparseable,
        "resent": done.resent,
        "restored": done.restored,
        "rejected": done.rejected,
        "stayed": done.copies_kept,
        "waiting": done.skipped,
        "unknown": done.unknown,
        "interrupted_before": done.interrupted_before,
        "unread": dict(done.unread),
    }


def print_survey(lane: Lane, survey: Survey) -> None:
    """Print groups by cause, unparseable messages, and the next command."""
    if survey.groups:
        results.print(_groups(survey))
    for dead_letter in survey.unparseable_letters:
        results.print(
            f"unparseable: {dead_letter.received_message.sqs_message_id}  {_head(dead_letter)}", highlight=False
        )
    shown, unparseable = len(survey.unparseable_letters), survey.unparseable + survey.unparseable_kept
    if shown < unparseable:
        results.print(f"unparseable: {shown} of {unparseable} shown", highlight=False)
    for line in _summary(lane, survey):
        results.print(line, highlight=False)


def _summary(lane: Lane, survey: Survey) -> Iterator[str]:
    yield (
        f"{lane}: {survey.dead_letters} dead letters, {survey.unparseable} of them unparseable; "
        f"{survey.without_letter} more recorded as dead, {survey.kept} more kept as conflict or unparseable"
    )
    if survey.unattempted:
        yield (
            f"{survey.unattempted} dead letters without a recorded attempt: the function could not be invoked, or its "
            "process died each time; see `esteira logs localstack`"
        )
    yield (
        f"a redrive of this selection would send {survey.would_send}: {survey.selected - survey.copies} dead letters, "
        f"{survey.without_letter + survey.kept} without a letter; nothing was sent"
    )
    if survey.copies:
        yield f"{survey.copies} further dead letters of the same messages would be kept"
    if not survey.all_visible and survey.without_letter + survey.kept:
        yield "those without a letter would be skipped, because messages are in motion"
    if survey.would_send:
        yield f"send all with `esteira redrive --lane {lane} --all`, or some by id"


def _groups(survey: Survey) -> WholeTable:
    table = WholeTable("dead", "first", "last", "for example", "cause", text_last=True)
    for group in survey.groups:
        first, last = f"{group.first_failed_at:%m-%d %H:%M:%S}", f"{group.last_failed_at:%m-%d %H:%M:%S}"
        table.add_row(str(group.orders), first, last, escape(str(group.example)), escape(group.error))
    return table


def _group_json(group: DeadGroup) -> dict[str, Any]:
    return {
        "error": group.error,
        "orders": group.orders,
        "first_failed_at": group.first_failed_at.isoformat(),
        "last_failed_at": group.last_failed_at.isoformat(),
        "example": str(group.example),
    }


def _head(dead_letter: DeadLetter) -> str:
    body = dead_letter.received_message.body
    head = escape(body[:BODY_CHARACTERS].encode("unicode_escape").decode())
    return head if len(body) <= BODY_CHARACTERS else f"{head}… ({BODY_CHARACTERS} of {len(body)} characters)"
