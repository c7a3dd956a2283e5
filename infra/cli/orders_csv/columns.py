"""The header: which column is where."""

import re
from collections import Counter
from dataclasses import dataclass

from esteira.producer.load_orders import BadLine

from infra.cli.orders_csv.csv_format import CsvFormat, shown_delimiter
from infra.cli.orders_csv.fields import shown
from infra.cli.orders_csv.records import Record, fields_of
from infra.cli.orders_csv.seen import COLUMNS, what_to_type
from infra.errors import UnreadableFile

EXCELS_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
"""A line before the header by which Excel is told the separator."""

_DIGITS = re.compile(r"[+-]?[0-9]{1,20},[0-9]{1,20}")
_MOST_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The indexes of the columns that are read, the number of all, and the names of those that are not read."""

    product: int
    price: int
    security_check: int
    width: int
    ignored: tuple[str, ...]


def find_columns(header: Record | BadLine | None, csv_format: CsvFormat) -> Columns:
    """Return where the columns are. Raises `UnreadableFile` if one is missing, or a name is there twice."""
    if header is None:
        raise UnreadableFile(f"(It is empty: its first line must name the columns {', '.join(COLUMNS)}.)")
    if isinstance(header, BadLine):
        raise UnreadableFile(f"({header.place}, which must name the columns: {header.reason}.)")
    names = [name.strip().lower() for name in fields_of(header.text, csv_format.delimiter)]
    if faults := _faults(names):
        expected = f"Line {header.number} must name each column once: {', '.join(COLUMNS)}."
        raise UnreadableFile(f"({expected} {faults} {what_to_type(header.text, csv_format)})")
    ignored = tuple(name for name in names if name and name not in COLUMNS)
    return Columns(**{name: names.index(name) for name in COLUMNS}, width=len(names), ignored=ignored)


def width_fault(fields: list[str], columns: Columns, delimiter: str) -> str:
    """Return in which two ways a record with more or fewer fields than the header can be read."""
    found = len(fields)
    has = f"has {found} {'field' if found == 1 else 'fields'} where the header has {columns.width}"
    if found < columns.width:
        return f"{has}: either a value is missing, or the record goes on in the next line"
    whole, cents = (field.strip() for field in fields[columns.price : columns.price + 2])
    if delimiter == "," and _DIGITS.fullmatch(f"{whole},{cents}"):
        comma = f"{whole},{cents} with a decimal comma (write {whole}.{cents}, or put it in quotes with --decimal ',')"
        return f"{has}: either the price is {comma}, or it is {whole} and a field is too many"
    return f"{has}: either {shown_delimiter(delimiter)} is part of a value (put it in quotes), or a field is too many"


def named(names: list[str] | tuple[str, ...]) -> str:
    """Return names of columns as they can be printed, the first ten of them."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(map(shown, names[:_MOST_NAMED])) + more


def _faults(names: list[str]) -> str:
    missing = [name for name in COLUMNS if name not in names]
    unknown = [name for name in names if name and name not in COLUMNS] if missing else []
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    kinds = {"Missing": missing, "Unknown": unknown, "More than once": twice}
    return " ".join(f"{kind}: {named(found)}." for kind, found in kinds.items() if found)
