"""CSV (RFC 4180) that no spreadsheet takes for formulas. Texts are in quotes, numbers are not."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import assert_never

from esteira.reports.files.report_file import Cell, Changes, Row, moment_text, plain_number

MEDIA_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as the system's code page."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?")
_TRIGGER = r"[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]"
"""What begins a formula, also in the full-width forms that spreadsheets take for the same."""
_BEGINS_FORMULA = re.compile(rf"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*{_TRIGGER}|[\t\r\n]")
_FORMULA_AFTER_SEPARATOR = re.compile(rf"([;\t\r\n])(?={_TRIGGER})")
"""Where a semicolon or a tab separates fields (Excel in Portuguese), the text after one is a cell of its own."""


class CsvFile:
    """The port `ReportFile`."""

    def __init__(self) -> None:
        self.changes = Changes()

    def begin(self, columns: Sequence[str]) -> bytes:
        """See `ReportFile.begin`."""
        return (BYTE_ORDER_MARK + _line(columns)).encode()

    def add(self, rows: Sequence[Row]) -> bytes:
        """See `ReportFile.add`."""
        return "".join(map(_line, rows)).encode(errors="replace")

    def end(self) -> bytes:
        """See `ReportFile.end`."""
        return b""


def safe_text(text: str) -> str:
    """Return a text that is no formula: with an apostrophe before whatever a spreadsheet would take for one.

    A plain negative number is none, and stays as it is.
    """
    if _NUMBER.fullmatch(text):
        return text
    separated = _FORMULA_AFTER_SEPARATOR.sub(r"\1'", text)
    return f"'{separated}" if _BEGINS_FORMULA.match(separated) else separated


def _line(row: Row) -> str:
    return ",".join(map(_field, row)) + "\r\n"


def _field(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _quoted(safe_text(cell))
        case bool():
            return "true" if cell else "false"
        case int() | Decimal():
            return plain_number(cell) or _quoted(str(cell))
        case datetime():
            return _quoted(moment_text(cell))
        case _:
            assert_never(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
