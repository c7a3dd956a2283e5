"""Line numbers, line breaks, and lines that are too long."""

import io
import tracemalloc
from typing import Any, BinaryIO, cast

import pytest
from esteira.core.orders import OrderPayload
from esteira.producer.load_orders import BadLine

from infra.cli.orders_csv.csv_format import CsvFormat
from infra.cli.orders_csv.lines import MAX_CHARACTERS
from infra.cli.orders_csv.read_orders import OrdersReader
from infra.cli.orders_csv.text import open_text
from tests.fixtures.csv_files import HEADER, lines, numbers, read


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_does_whatever_ends_them(end: str) -> None:
    orders, bad = read(lines("A,1,true", "B,x,true", "", "C,x,true", "D,4,true", end=end))

    assert (numbers(bad), [product for product, _, _ in orders]) == ([3, 5], ["A", "D"])


def test_lines_are_numbered_through_mixed_line_breaks_and_records_of_several_lines() -> None:
    content = f'{HEADER}\r\nA,x,true\rB,x,true\n\r\n"two\rlines\r\nmore",1,true\nC,x,true\r\rD,x,true'

    assert numbers(read(content, multiline=True)[1]) == [2, 3, 8, 10]


def test_other_separators_of_unicode_end_no_line() -> None:
    orders, bad = read(lines("A\u2028B\x0b\x0cC\x85,1,true", "D,x,true"))

    assert (orders, numbers(bad)) == ([("A\u2028B\x0b\x0cC\x85", "1", True)], [3])


def test_the_last_line_needs_no_line_break() -> None:
    assert read(f"{HEADER}\nA,1,true") == ([("A", "1", True)], [])


@pytest.mark.parametrize("extra", range(-3, 4))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_is_too_long_is_one_bad_line_wherever_it_is_cut(extra: int, end: str) -> None:
    long = "x" * (MAX_CHARACTERS * 2 + extra)

    orders, bad = read(lines("A,1,true", long, "", "B,x,true", "C,1,true", end=end))

    assert ([product for product, _, _ in orders], numbers(bad)) == (["A", "C"], [3, 5])
    assert bad[0].reason == "has 1,048,576 characters or more"


def test_a_record_that_is_too_long_costs_its_first_line() -> None:
    part = "x" * (MAX_CHARACTERS // 2)

    orders, bad = read(lines("A,1,true", '"open', part, part, 'x",1,true', "B,1,true"), multiline=True)

    assert [product for product, _, _ in orders] == ["A", "B"]
    assert numbers(bad) == [3, 4, 5, 6]
    assert bad[0].reason.endswith("is not closed within 1,048,576 characters")


class EndlessLine(io.RawIOBase):
    """A header, and one line of 100 MB."""

    def __init__(self) -> None:
        self._parts = iter([f"{HEADER}\n".encode(), *[b"x" * 1_000_000] * 100, b",1,true\nA,1,true\n"])
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or next(self._parts, b"")
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_a_line_of_100_megabytes_is_never_held_in_memory() -> None:
    orders = OrdersReader(open_text(cast("BinaryIO", EndlessLine()), CsvFormat()), CsvFormat())
    tracemalloc.start()
    try:
        too_long, order = orders
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (isinstance(too_long, BadLine), isinstance(order, OrderPayload)) == (True, True)
    assert peak < 16 * 2**20
