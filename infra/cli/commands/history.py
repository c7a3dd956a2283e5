"""esteira history"""

from typing import Annotated

import typer
from esteira.core.errors import BadRequest
from esteira.core.row_dates import shown_date
from esteira.reconciliation.history import CallbackLocation, Cause, History, Location, OrderLocation, PastAttempt
from esteira.reconciliation.http import history_json
from esteira.reconciliation.message_reference import references
from esteira.reconciliation.show_history import show_history
from rich.markup import escape

from infra.cli.operator import operating
from infra.cli.output import AsJson, print_json, results
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


def history(message: Message, *, as_json: AsJson = False) -> None:
    """Show every attempt of a message, and where its order or callback is now."""
    with operating() as operator:
        shown = show_history(operator.history_deps, message)
    if as_json:
        print_json(history_json(shown))
    else:
        _print(shown)
    raise typer.Exit(bool(shown.missing and shown.missing.cause in INCOMPLETE))


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
