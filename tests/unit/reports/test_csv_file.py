"""CSV: nothing in it is a formula, and no number is spoilt."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from esteira.reports.files.csv_file import CsvFile, safe_text
from esteira.reports.files.report_file import Cell
from hypothesis import given
from hypothesis import strategies as st

TRIGGERS = "=+-@\t\r\n＝＋－＠"

FORMULAS = (
    *("=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "--5", "-", "-5-5", "+55 11 99999-0000"),
    *("\tx", "\rx", "\nx", " =1", "\u200b=1", "\ufeff=1", "＝1+1", "＋1", "－1+1", "＠SUM"),
    *("-0005", "-1234567890123456"),
)
PLAIN = ("-5", "-5.25", "-0.5", "0", "12", "a-1", "1=1", "a@b.c", "007", "12345678901234567890", "", "São Paulo", "'")


def written(*cells: Cell) -> str:
    """Return the line of these cells."""
    return CsvFile().add([cells]).decode()


def read_again(data: bytes) -> list[list[str]]:
    """Return the cells as a reader of CSV sees them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (-5, "-5"),
        (Decimal("-5.00"), "-5.00"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.1234567890123456"), '"0.1234567890123456"'),
        (123456789012345, "123456789012345"),
        (1234567890123456, '"1234567890123456"'),
        (Decimal("NaN"), '"NaN"'),
        ("0001", '"0001"'),
        ("12ABC34501DE35", '"12ABC34501DE35"'),
        (True, "true"),
        (None, ""),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), '"2026-07-01T12:00:00+00:00"'),
        ('say "hi"', '"say ""hi"""'),
        ("a,b", '"a,b"'),
    ],
)
def test_numbers_are_bare_and_texts_in_quotes(cell: Cell, line: str) -> None:
    assert written(cell) == line + "\r\n"


def test_text_after_a_semicolon_is_no_formula_where_semicolons_separate_fields() -> None:
    assert safe_text("a;=1+1;b") == "a;'=1+1;b"
    assert safe_text("\t=1") == "'\t'=1"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(TRIGGERS)), min_size=1, max_size=5))
def test_no_cell_begins_a_formula_whatever_was_written(cells: list[str]) -> None:
    ((*read,),) = read_again(CsvFile().add([cells]))

    assert len(read) == len(cells)
    for cell, text in zip(read, cells, strict=True):
        assert not cell.startswith(tuple(TRIGGERS)) or cell.removeprefix("-").replace(".", "", 1).isdigit()
        assert cell.replace("'", "") == text.replace("'", "")


def test_the_file_begins_with_the_names_of_the_columns_and_says_that_it_is_utf_8() -> None:
    file = CsvFile()

    data = file.begin(["id", "price"]) + file.add([("1", Decimal("9.90"))]) + file.end()

    assert data == b'\xef\xbb\xbf"id","price"\r\n"1",9.90\r\n'
    assert read_again(data) == [["id", "price"], ["1", "9.90"]]
