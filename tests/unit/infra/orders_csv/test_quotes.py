"""Quotes, and records of several lines."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.csv_files import HEADER, lines, numbers, read

STRAY = lines("p0,1,true", '"Box 24,1,true', "p2,1,true", 'ok",3,true', "p4,1,true")


def test_a_stray_quote_costs_its_own_line_only() -> None:
    orders, bad = read(STRAY)

    assert [product for product, _, _ in orders] == ["p0", "p2", "p4"]
    assert numbers(bad) == [3, 5]
    assert bad[0].reason.startswith("character 1: a quote opens a field and is not closed: either the record goes on")
    assert all("--multiline" in line.reason and "double each quote" in line.reason for line in bad)


def test_two_quotes_in_twenty_rows_cost_two_rows() -> None:
    orders, bad = read(lines(*(f"{'' if row not in {4, 10} else chr(34)}r{row},{row},true" for row in range(1, 21))))

    assert (len(orders), numbers(bad)) == (18, [5, 11])


def test_an_unclosed_quote_costs_no_line_after_it() -> None:
    rest = [f"c{row},1,true" for row in range(17)]

    for options in ({}, {"multiline": True}):
        orders, bad = read(lines("a,1,true", '"b,1,true', *rest), **options)

        assert (len(orders), numbers(bad)) == (18, [3])
    assert bad[0].reason == "character 1: a quote opens a field and is not closed before the end of the file"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('TV 24",1,true', "character 6: a quote stands in a field that does not begin with one"),
        ('"TV" 24,1,true', "character 4: text follows the quote that closes a field"),
        ('"TV"",1,true', "character 1: a quote opens a field and is not closed"),
        ('Cup, "3.20",true', "character 6: a quote stands"),
        ('a,1,true,"', "character 10: a quote opens"),
    ],
)
def test_a_quote_with_two_readings_is_refused_with_its_place(line: str, reason: str) -> None:
    orders, (bad,) = read(lines(line, "Pot,1,true"))

    assert (bad.number, len(orders)) == (2, 1)
    assert bad.reason.startswith(reason)
    assert ": either " in bad.reason


def test_quotes_around_and_in_a_field_are_read() -> None:
    orders, bad = read(lines('"TV 24"" wide","1","true"', '"""","2",no', '"a,b""",3,no'))

    assert (orders, bad) == ([('TV 24" wide', "1", True), ('"', "2", False), ('a,b"', "3", False)], [])


def test_records_of_several_lines_are_read_if_asked_for_and_their_lines_are_counted() -> None:
    content = lines(
        '"two', "", 'lines",1,true', "x,y,true", '"three', "lines", 'long",?,true', "Cup,?,true", end="\r\n"
    )

    orders, bad = read(content, multiline=True)

    assert orders == [("two\r\n\r\nlines", "1", True)]
    assert [(line.place, line.lines) for line in bad] == [("line 5", 1), ("lines 6 to 8", 3), ("line 9", 1)]


def test_a_record_of_several_lines_that_does_not_end_soundly_costs_its_first_line() -> None:
    orders, bad = read(lines('"open,1,true', "p1,1,true", '"p2",2,true', "p3,3,true"), multiline=True)

    assert [product for product, _, _ in orders] == ["p1", "p2", "p3"]
    assert (numbers(bad), "line 4: character 1: text follows" in bad[0].reason) == ([2], True)


FIELD = st.text(st.sampled_from("ab\",;'\n\r é"), max_size=6)


@given(products=st.lists(FIELD), end=st.sampled_from(["\n", "\r\n", "\r"]), delimiter=st.sampled_from(",;\t|"))
def test_what_a_writer_of_csv_writes_is_read_as_it_was(products: list[str], end: str, delimiter: str) -> None:
    names = [f"p{product}" for product in products]
    file = io.StringIO()
    writer: Any = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER.split(","), *([name, "1.50", "true"] for name in names)])

    assert read(file.getvalue(), delimiter=delimiter, multiline=True) == ([(name, "1.50", True) for name in names], [])


@given(content=st.lists(st.sampled_from(["a", '"', '""', ",", "\n", "x,1,true\n", '"y",1,true\n'])).map("".join))
def test_every_line_is_an_order_or_bad_or_blank(content: str) -> None:
    for multiline in (False, True):
        orders, bad = read(f"{HEADER}\n{content}", multiline=multiline)
        blank = sum(not line for line in content.removesuffix("\n").split("\n"))

        in_orders = sum(1 + product.count("\n") for product, _, _ in orders)
        counted = in_orders + sum(line.lines for line in bad)
        assert counted <= content.removesuffix("\n").count("\n") + 1 <= counted + blank
