"""Loads a CSV file into a source, with a progress bar, and names its bad lines on stderr."""

from pathlib import Path

from esteira.producer.load_orders import MAX_REPORTED, BadLines, LoadedOrders, NotLoaded, load_orders
from esteira.producer.ports import OrderTable
from rich.markup import escape
from rich.progress import open as open_with_progress

from infra.cli.orders_csv.columns import named
from infra.cli.orders_csv.csv_format import CsvFormat
from infra.cli.orders_csv.read_orders import OrdersReader
from infra.cli.orders_csv.text import open_text
from infra.cli.output import messages

MAX_NAMED = 20
"""Bad records that are named on stderr."""


def load_file(table: OrderTable, path: Path, csv_format: CsvFormat, *, strict: bool) -> LoadedOrders:
    """Load the orders of a file, line by line, in one transaction.

    Raises `UnreadableFile` if the file is not what `csv_format` says, and `NotLoaded` if `strict` is set and a line is
    bad.
    """
    try:
        loaded = _load(table, path, csv_format, strict=strict)
    except NotLoaded as error:
        _name_bad_lines(error.bad)
        raise
    _name_bad_lines(loaded.bad)
    return loaded


def _load(table: OrderTable, path: Path, csv_format: CsvFormat, *, strict: bool) -> LoadedOrders:
    with open_with_progress(path, "rb", description=path.name, console=messages) as file:
        orders = OrdersReader(open_text(file, csv_format), csv_format)
        if ignored := orders.columns.ignored:
            messages.print(f"columns that are not read: {escape(named(ignored))}", highlight=False)
        return load_orders(table, orders, strict=strict)


def _name_bad_lines(bad: BadLines) -> None:
    named_here = bad.reported[:MAX_NAMED]
    for line in named_here:
        messages.print(f"[yellow]{line.place}:[/] {escape(line.reason)}", highlight=False)
    if (count := sum(line.lines for line in named_here)) < bad.count:
        rest = f"{count} of {bad.count:,} bad lines are named here; --json names up to {MAX_REPORTED:,}"
        messages.print(f"[yellow]{rest}[/]", highlight=False)
