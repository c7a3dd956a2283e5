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
    """The indexes of the columns that are read and of those without a name, the number of all, and the names that are
    not read.
    """

    product: int
    price: int
    security_check: int
    width: int
    unnamed: tuple[int, ...]
    ignored: tuple[str, ...]


def find_columns(header: Record | BadLine | None, csv_format: CsvFormat, *, line: str) -> Columns:
    """Return where the columns are. Raises `UnreadableFile` if one is missing, or a name is there twice.

    `line` is the text of the header also where it is a bad line.
    """
    if header is None:
        raise UnreadableFile(f"(It is empty: its first line must name the columns {', '.join(COLUMNS)}.)")
    if isinstance(header, BadLine):
        fault = f"{header.place}, which must name the columns: {header.reason}."
        raise UnreadableFile(f"({fault} {what_to_type(line, csv_format)})")
    names = [name.strip().lower() for name in fields_of(header.text, csv_format.delimiter)]
    if faults := _faults(names):
        expected = f"Line {header.number} must name each column once: {', '.join(COLUMNS)}."
        raise UnreadableFile(f"({expected} {faults} {what_to_type(header.text, csv_format)})")
    ignored = tuple(name for name in names if name and name not in COLUMNS)
    unnamed = tuple(index for index, name in enumerate(names) if not name)
    places = {name: names.index(name) for name in COLUMNS}
    return Columns(**places, width=len(names), unnamed=unnamed, ignored=ignored)


def shape_fault(fields: list[str], columns: Columns, csv_format: CsvFormat) -> str:
    """Return why the fields of a record are not those of the header, or an empty text.

    Either their number differs, or a column without a name has a value: with one name too few, as spreadsheets leave
    them, a record with a decimal comma has as many fields as the header.
    """
    found = len(fields)
    if found != columns.width:
        return _width_fault(fields, columns, csv_format)
    if any(fields[index].strip() for index in columns.unnamed):
        return f"has a value in a column without a name: {_two_ways(fields, columns, csv_format)}"
    return ""


def _width_fault(fields: list[str], columns: Columns, csv_format: CsvFormat) -> str:
    found = len(fields)
    has = f"has {found} {'field' if found == 1 else 'fields'} where the header has {columns.width}"
    if found < columns.width:
        return f"{has}: either a value is missing, or the record goes on in the next line"
    return f"{has}: {_two_ways(fields, columns, csv_format)}"


def _two_ways(fields: list[str], columns: Columns, csv_format: CsvFormat) -> str:
    """In which two ways a record with a value too many can be read."""
    delimiter = csv_format.delimiter
    whole, cents = (field.strip() for field in [*fields, ""][columns.price : columns.price + 2])
    if delimiter == "," and _DIGITS.fullmatch(f"{whole},{cents}"):
        either = f"either the price is {whole},{cents} with a decimal comma ({_remedy(whole, cents, csv_format)})"
        return f"{either}, or it is {whole} and a field is too many"
    return f"either {shown_delimiter(delimiter)} is part of a value (put it in quotes), or a field is too many"


def _remedy(whole: str, cents: str, csv_format: CsvFormat) -> str:
    if csv_format.decimal == ",":
        return f'put it in quotes: "{whole},{cents}"'
    return f"write {whole}.{cents}, or put it in quotes with --decimal ','"


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
