"""esteira history"""

from typing import Annotated

import typer
from esteira.reconciliation.history import History, PastAttempt
from esteira.reconciliation.http import history_json
from esteira.reconciliation.show_history import show_history
from rich.markup import escape

from infra.cli.operator import operating
from infra.cli.output import AsJson, print_json, results
from infra.cli.tables import WholeTable

Message = Annotated[str, typer.Argument(metavar="MESSAGE_ID", help="A message id, or an order as SOURCE:ID.")]


def history(message: Message, *, as_json: AsJson = False) -> None:
    """Show every attempt of a message, and where its order is now."""
    with operating() as operator:
        shown = show_history(operator.history_deps, message)
    if as_json:
        print_json(history_json(shown))
        return
    results.print(_title(shown), highlight=False)
    results.print(_table(shown))


def _title(shown: History) -> str:
    location = shown.order_location
    title = f"message [bold]{escape(shown.message_id)}[/]"
    if location is None:
        return title
    reason = f": {escape(location.reason)}" if location.reason else ""
    since = f" since {location.since:%Y-%m-%d %H:%M:%S %Z}" if location.since else ""
    return f"{title}, order {location.order}: [bold]{location.state.replace('_', ' ')}[/]{since}{reason}"


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
