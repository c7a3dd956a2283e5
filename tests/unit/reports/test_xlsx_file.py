"""XLSX, as openpyxl reads it: texts are texts, numbers are numbers, and what it cannot hold is counted."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from esteira.core.errors import ReportRefused
from esteira.reports.files.report_file import Cell, Row
from esteira.reports.files.xlsx_file import MOST_CHARACTERS, MOST_ROWS, XlsxFile
from openpyxl.utils.escape import unescape

NOON = datetime(2026, 7, 1, 12, 30, 15, tzinfo=UTC)


def written(file: XlsxFile, *rows: Row, columns: Sequence[str] = ("value",)) -> Any:
    """Return the sheet with these rows."""
    data = file.begin(columns) + file.add(rows) + file.end()
    return openpyxl.load_workbook(BytesIO(data)).active


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        (-5, "n", -5),
        (Decimal("-5.25"), "n", -5.25),
        (123456789012345, "n", 123456789012345),
        (1234567890123456, "inlineStr", "1234567890123456"),
        (Decimal("NaN"), "inlineStr", "NaN"),
        ("-5", "inlineStr", "-5"),
        ("-1+1", "inlineStr", "-1+1"),
        ("=1+1", "inlineStr", "=1+1"),
        ("@SUM(A1)", "inlineStr", "@SUM(A1)"),
        ("0001", "inlineStr", "0001"),
        ("12345678000195", "inlineStr", "12345678000195"),
        ("<b>&amp;\r\n\t ]]></b> ", "inlineStr", "<b>&amp;\r\n\t ]]></b> "),
        ("📦 São Paulo", "inlineStr", "📦 São Paulo"),
        (False, "b", False),
        (None, "n", None),
    ],
)
def test_a_cell_has_the_type_of_its_value_and_is_never_a_formula(cell: Cell, kind: str, value: object) -> None:
    read = written(XlsxFile(), (cell,)).cell(2, 1)

    assert (read.value, type(read.value)) == (value, type(value))
    assert read.data_type == {"inlineStr": "s"}.get(kind, kind)


def test_a_text_stays_a_text_when_somebody_edits_its_cell() -> None:
    read = written(XlsxFile(), ("=1+1",)).cell(2, 1)

    assert read.quotePrefix
    assert read.number_format == "@"


def test_a_time_is_a_time_in_utc_and_one_before_excels_calendar_a_text() -> None:
    sheet = written(XlsxFile(), (NOON,), (datetime(1850, 1, 1, tzinfo=UTC),))

    assert sheet.cell(2, 1).value == NOON.replace(tzinfo=None)
    assert sheet.cell(3, 1).value == "1850-01-01T00:00:00+00:00"


def test_what_looks_like_an_escape_of_excel_is_read_as_it_was() -> None:
    assert unescape(written(XlsxFile(), ("_x0041_",)).cell(2, 1).value) == "_x0041_"


def test_characters_that_xml_cannot_hold_are_replaced_and_counted() -> None:
    file = XlsxFile()

    sheet = written(file, ("a\x00b\x1b",), ("c\ufffe",), ("fine\n",))

    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["a\ufffdb\ufffd", "c\ufffd", "fine\n"]
    assert (file.changes.replaced_cells, file.changes.cut_cells) == (2, 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x" * MOST_CHARACTERS, "x" * MOST_CHARACTERS),
        ("x" * (MOST_CHARACTERS + 1), "x" * MOST_CHARACTERS),
        ("📦" * MOST_CHARACTERS, "📦" * (MOST_CHARACTERS // 2)),
    ],
    ids=["as long as may be", "one too many", "pairs are not torn"],
)
def test_a_text_that_is_too_long_is_cut_and_counted(text: str, kept: str) -> None:
    file = XlsxFile()

    assert written(file, (text,)).cell(2, 1).value == kept
    assert file.changes.cut_cells == (text != kept)


def test_the_names_of_the_columns_stay_in_sight_and_filter_all_rows() -> None:
    sheet = written(XlsxFile(), ("1", 2), ("3", 4), columns=("id", "price"))

    assert [cell.value for cell in sheet[1]] == ["id", "price"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    file = XlsxFile()
    file.begin(["id"])

    with pytest.raises(ReportRefused, match="choose CSV"):
        file.add([("1",)] * (MOST_ROWS + 1))
