"""XLSX (ISO 29500) with one sheet, written as a stream: no temporary file, and no memory beyond the rows in hand.

Texts are cells of the type text, which are never formulas; `quotePrefix` keeps them texts when somebody edits them.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, assert_never, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from esteira.core.errors import ReportRefused
from esteira.reports.files.report_file import Cell, Changes, Row, moment_text, plain_number
from esteira.reports.files.xlsx_parts import FIXED_PARTS, SHEET, sheet_begin, sheet_end
from esteira.reports.report import CHOOSE_CSV

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
"""A sheet has 1,048,576 rows; the first one names the columns."""
MOST_CHARACTERS = 32_767
"""Of a cell, as Excel counts: in units of UTF-16."""
MOST_SHEET_BYTES = 2**31 - 1
"""Of a sheet before it is compressed. A larger one needs ZIP64, which not every spreadsheet reads from a stream."""

COMPRESSION_LEVEL = 3

REPLACEMENT = "\ufffd"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 has no way to write."""
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads `_x0041_` as A; the underscore itself is written as `_x005F_`."""

_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)
"""Before it Excel counts a day that did not exist."""
_SECONDS_A_DAY = 86_400

TEXT, MOMENT = 1, 2
"""The styles of `FIXED_PARTS`."""


class XlsxFile:
    """The port `ReportFile`."""

    def __init__(self) -> None:
        self.changes = Changes()
        self._out = _Buffer()
        self._zip = ZipFile(cast("IO[bytes]", self._out), "w", ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL)
        self._sheet: IO[bytes] | None = None
        self._rows = 0
        self._bytes = 0
        self._columns = 0

    def begin(self, columns: Sequence[str]) -> bytes:
        """See `ReportFile.begin`."""
        for name, content in FIXED_PARTS.items():
            self._zip.writestr(name, content)
        sheet = ZipInfo(SHEET)
        sheet.compress_type = ZIP_DEFLATED
        self._sheet = self._zip.open(sheet, "w")
        self._columns = len(columns)
        self._write(sheet_begin(self._columns))
        return self.add([columns])

    def add(self, rows: Sequence[Row]) -> bytes:
        """See `ReportFile.add`."""
        self._rows += len(rows)
        if self._rows > MOST_ROWS + 1:
            raise ReportRefused(too_many_rows(self._rows - 1))
        self._write("".join(map(self._row, rows)))
        return self._out.take()

    def end(self) -> bytes:
        """See `ReportFile.end`."""
        self._write(sheet_end(self._columns, self._rows))
        self._opened.close()
        self._zip.close()
        return self._out.take()

    @property
    def _opened(self) -> IO[bytes]:
        if self._sheet is None:
            raise ValueError("the file was not begun")
        return self._sheet

    def _write(self, xml: str) -> None:
        data = xml.encode()
        self._bytes += len(data)
        if self._bytes > MOST_SHEET_BYTES:
            raise ReportRefused(f"A sheet of XLSX holds 2 GiB of text; {CHOOSE_CSV}.")
        self._opened.write(data)

    def _row(self, row: Row) -> str:
        return f"<row>{''.join(map(self._cell, row))}</row>"

    def _cell(self, cell: Cell) -> str:
        match cell:
            case None:
                return "<c/>"
            case str():
                return self._text(cell)
            case bool():
                return f'<c t="b"><v>{cell:d}</v></c>'
            case int() | Decimal():
                return f"<c><v>{plain}</v></c>" if (plain := plain_number(cell)) else self._text(str(cell))
            case datetime():
                return self._moment(cell)
            case _:
                assert_never(cell)

    def _moment(self, at: datetime) -> str:
        if at < _FIRST_DAY:
            return self._text(moment_text(at))
        days = (at - _DAY_ZERO).total_seconds() / _SECONDS_A_DAY
        return f'<c s="{MOMENT}"><v>{days!r}</v></c>'

    def _text(self, text: str) -> str:
        held = self._replaced(self._cut(text))
        shown = escape(_LOOKS_ESCAPED.sub("_x005F_", held), {"\r": "&#13;"})
        return f'<c s="{TEXT}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'

    def _cut(self, text: str) -> str:
        if 2 * len(text) <= MOST_CHARACTERS:
            return text
        units = text.encode("utf-16-le", errors="replace")
        if len(units) <= 2 * MOST_CHARACTERS:
            return text
        self.changes.cut_cells += 1
        return units[: 2 * MOST_CHARACTERS].decode("utf-16-le", errors="ignore")

    def _replaced(self, text: str) -> str:
        held = _FORBIDDEN.sub(REPLACEMENT, text)
        self.changes.replaced_cells += held is not text and held != text
        return held


def too_many_rows(rows: int) -> str:
    """Return why so many rows cannot be in one file."""
    return f"A sheet of XLSX holds {MOST_ROWS:,} rows, not {rows:,}; {CHOOSE_CSV}."


class _Buffer:
    """What the archive has written since it was last asked. It has no `tell`, so that the archive never goes back."""

    def __init__(self) -> None:
        self._written = BytesIO()

    def write(self, data: bytes) -> int:
        return self._written.write(data)

    def flush(self) -> None:
        """Nothing to do: `take` returns everything."""

    def take(self) -> bytes:
        written, self._written = self._written, BytesIO()
        return written.getvalue()
