"""Reads orders from CSV: columns product, price, security_check in any order."""

from collections.abc import Iterator
from typing import TextIO

from esteira.core.decoding import faults_in
from esteira.core.orders import OrderPayload
from esteira.producer.load_orders import BadLine
from pydantic import ValidationError

from infra.cli.orders_csv.columns import EXCELS_SEPARATOR, find_columns, shape_fault
from infra.cli.orders_csv.csv_format import CsvFormat, how_to_separate
from infra.cli.orders_csv.fields import Prices, boolean, product
from infra.cli.orders_csv.lines import read_lines
from infra.cli.orders_csv.records import Record, RecordReader, fields_of
from infra.cli.orders_csv.text import encoding_fault
from infra.errors import UnreadableFile


class OrdersReader:
    """Iterates over the orders of a file and its bad lines. `columns` are those of its header.

    Raises `UnreadableFile` if the header does not name the columns.
    """

    def __init__(self, text: TextIO, csv_format: CsvFormat) -> None:
        self._format = csv_format
        self._prices = Prices(decimal=csv_format.decimal, delimiter=csv_format.delimiter)
        reader = RecordReader(read_lines(text), delimiter=csv_format.delimiter, multiline=csv_format.multiline)
        self._records = iter(reader)
        self.columns = find_columns(self._header(), csv_format, line=reader.line)

    def __iter__(self) -> Iterator[OrderPayload | BadLine]:
        for record in self._records:
            yield record if isinstance(record, BadLine) else self._order_or_bad(record)

    def _header(self) -> Record | BadLine | None:
        """Return the first record, or the second one if the first is Excel's line about the separator."""
        first = self._next_decoded()
        told = EXCELS_SEPARATOR.fullmatch(first.text) if isinstance(first, Record) else None
        if told is None:
            return first
        if told[1] != self._format.delimiter:
            raise UnreadableFile(f"(Its first line names the separator. {how_to_separate(told[1])})")
        return self._next_decoded()

    def _next_decoded(self) -> Record | BadLine | None:
        """Return the next record. Raises `UnreadableFile` if it is not in the encoding, as then the file is not."""
        record = next(self._records, None)
        if isinstance(record, Record) and (fault := encoding_fault(record.text, self._format)):
            raise UnreadableFile(f"(line {record.number}, which must name the columns: {fault}.)")
        return record

    def _order_or_bad(self, record: Record) -> OrderPayload | BadLine:
        try:
            return self._order(record.text)
        except ValueError as error:
            return BadLine(number=record.number, lines=record.lines, reason=_reason(error))

    def _order(self, text: str) -> OrderPayload:
        if fault := encoding_fault(text, self._format):
            raise ValueError(fault)
        fields = fields_of(text, self._format.delimiter)
        columns = self.columns
        if fault := shape_fault(fields, columns, self._format):
            raise ValueError(fault)
        return OrderPayload(
            product=product(fields[columns.product]),
            price=self._prices.read(fields[columns.price]),
            security_check=boolean(fields[columns.security_check]),
        )


def _reason(error: ValueError) -> str:
    return faults_in(error) if isinstance(error, ValidationError) else str(error)
