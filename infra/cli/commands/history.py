"""esteira history"""

from typing import Annotated

import typer
from esteira.reconciliation.history import History, PastAttempt
from esteira.reconciliation.http import history_json
from esteira.reconciliation.show_history import show_history
from rich.markup import escape
from rich.table import Table

from infra.cli.operator import operating
from infra.cli.output import AsJson, print_json, results

Message = Annotated[str, typer.Argument(metavar="MESSAGE_ID", help="A message id, or an order as SOURCE:ID.")]


def history(message: Message, *, as_json: AsJson = False) -> None:
    """Show every attempt of a message, and where its order is now."""
    with operating() as operator:
        found = show_history(operator.history_deps, message)
    if as_json:
        print_json(history_json(found))
        return
    results.print(_title(found), highlight=False)
    results.print(_table(found))


def _title(found: History) -> str:
    place = found.order_location
    title = f"message [bold]{escape(found.message_id)}[/]"
    if place is None:
        return title
    reason = f": {escape(place.reason)}" if place.reason else ""
    since = f" since {place.since:%Y-%m-%d %H:%M:%S %Z}" if place.since else ""
    return f"{title}, order {place.order}: [bold]{place.state.replace('_', ' ')}[/]{since}{reason}"


def _table(found: History) -> Table:
    table = Table("attempt", "ended", "gap", "status", "error", box=None)
    for each in found.attempts:
        table.add_row(*_cells(each))
    return table


def _cells(each: PastAttempt) -> tuple[str, ...]:
    document = each.document
    error = document["error"]
    return (
        str(document["attempt"]),
        f"{document['processed_at']:%Y-%m-%d %H:%M:%S.%f}"[:-3],
        "" if each.gap_seconds is None else f"{each.gap_seconds:.1f} s",
        document["status"],
        escape(f"{error['kind']}: {error['sentence']}") if error else "",
    )
