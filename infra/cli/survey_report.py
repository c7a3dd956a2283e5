"""The dead letters of a lane, as text and as JSON."""

from typing import Any

from esteira.core.names import Lane
from esteira.reconciliation.dead_letters import DeadGroup, DeadLetter
from esteira.reconciliation.redrive_dead_letters import Redriven
from esteira.reconciliation.survey_dead_letters import Survey
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
        "without_letter": survey.without_letter,
        "foreign": survey.unparseable,
        "foreign_ids": [dead_letter.received_message.sqs_message_id for dead_letter in survey.unparseable_letters],
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
        "stayed": done.copies_kept,
        "waiting": done.skipped,
        "unknown": done.unknown,
    }


def print_survey(lane: Lane, survey: Survey) -> None:
    """Print groups by cause, unparseable messages, and the next command."""
    if survey.groups:
        results.print(_groups(survey))
    for dead_letter in survey.unparseable_letters:
        results.print(
            f"unparseable: {dead_letter.received_message.sqs_message_id}  {_head(dead_letter)}", highlight=False
        )
    results.print(
        f"{lane}: {survey.dead_letters} dead letters, {survey.unparseable} of them unparseable; "
        f"{survey.without_letter} more recorded as dead"
    )
    results.print(f"selected: {survey.selected} dead letters and {survey.without_letter} without; nothing was sent")
    if survey.selected + survey.without_letter:
        results.print(f"send all with `esteira redrive --lane {lane} --all`, or some by id", highlight=False)


def _groups(survey: Survey) -> WholeTable:
    table = WholeTable("dead", "first", "last", "for example", "cause", text_last=True)
    for group in survey.groups:
        first, last = f"{group.first_failed_at:%m-%d %H:%M:%S}", f"{group.last_failed_at:%m-%d %H:%M:%S}"
        table.add_row(str(group.orders), first, last, str(group.example), escape(group.error))
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
    return escape(dead_letter.received_message.body[:BODY_CHARACTERS].encode("unicode_escape").decode())
