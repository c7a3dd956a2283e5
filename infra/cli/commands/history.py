"""esteira history, esteira story"""

from pathlib import Path
from typing import Annotated

import typer
from esteira.core.errors import BadRequest
from esteira.core.row_dates import shown_date
from esteira.orders.story import Story
from esteira.orders.story_file import file_name, file_text
from esteira.orders.tell_story import tell_story
from esteira.orders.wiring import Orders
from esteira.reconciliation.history import CallbackLocation, Cause, History, Location, OrderLocation, PastAttempt
from esteira.reconciliation.http import history_json
from esteira.reconciliation.message_reference import references
from esteira.reconciliation.show_history import show_history
from rich.markup import escape

from infra.cli.operator import operating
from infra.cli.output import AsJson, counted, print_json, results
from infra.cli.tables import WholeTable

INCOMPLETE = (Cause.LOG_UNAVAILABLE, Cause.SOURCE_UNREAD)
"""Causes for which the command ends with exit code 1: a store could not be read."""


def _address(text: str) -> str:
    try:
        references(text)
    except BadRequest as error:
        raise typer.BadParameter(error.detail) from None
    return text


Message = Annotated[
    str,
    typer.Argument(
        metavar="MESSAGE",
        help="An order as SOURCE:ID, a callback as PROVIDER:EVENT_ID, a message id, or an SQS id.",
        callback=_address,
    ),
]


Out = Annotated[Path | None, typer.Option(help="The file to write; by default in this folder, named by the order.")]


def history(message: Message, *, as_json: AsJson = False) -> None:
    """Show every attempt of a message, and where its order or callback is now."""
    with operating() as operator:
        shown = show_history(operator.history_deps, message)
    if as_json:
        print_json(history_json(shown))
    else:
        _print(shown)
    raise typer.Exit(bool(shown.missing and shown.missing.cause in INCOMPLETE))


def story(message: Message, *, out: Out = None) -> None:
    """Save the whole story of an order as one file, which the console opens again without any store."""
    with operating() as operator:
        told = tell_story(Orders(operator).story_deps, message)
    path = out or Path(file_name(told))
    path.write_text(file_text(told), encoding="utf-8")
    results.print(_summary(told, path), highlight=False, markup=False)
    raise typer.Exit(bool(told.unread))


def _print(shown: History) -> None:
    results.print(_title(shown), highlight=False)
    if shown.attempts:
        results.print(_table(shown))
    if shown.missing:
        results.print(escape(shown.missing.sentence), highlight=False)


def _title(shown: History) -> str:
    location = shown.location
    title = f"message [bold]{escape(shown.message_id)}[/]"
    if location is None:
        return title
    reason = f": {escape(location.reason)}" if location.reason else ""
    since = f" since {shown_date(location.since)}" if location.since else ""
    return f"{title}, {_subject(location)}: [bold]{location.state.replace('_', ' ')}[/]{since}{reason}"


def _subject(location: Location) -> str:
    match location:
        case OrderLocation():
            return f"order {location.order}"
        case CallbackLocation():
            return f"callback {escape(str(location.callback))}"


def _table(shown: History) -> WholeTable:
    table = WholeTable("attempt", "ended", "gap", "status", "error", text_last=True)
    for attempt in shown.attempts:
        table.add_row(*_cells(attempt))
    return table


def _cells(attempt: PastAttempt) -> tuple[str, ...]:
    document = attempt.document
    error = document["error"]
    return (
        str(document["attempt"]),
        f"{document['processed_at']:%Y-%m-%d %H:%M:%S.%f}"[:-3],
        "" if attempt.gap_seconds is None else f"{attempt.gap_seconds:.1f} s",
        document["status"],
        escape(f"{error['kind']}: {error['sentence']}") if error else "",
    )


def _summary(told: Story, path: Path) -> str:
    parts = [
        counted(len(told.attempts), "attempt"),
        counted(len(told.letters), "letter"),
        counted(len(told.redrives), "redrive"),
        counted(len(told.callbacks), "callback"),
    ]
    lacking = "".join(f" Not read: {each.sentence}" for each in told.unread)
    return f"{path}: {told.source}:{told.id}, {told.state or 'state not known'}; {', '.join(parts)}.{lacking}"
