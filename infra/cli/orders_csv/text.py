"""Decodes a CSV file. Bytes that are not text become a mark, so that only their line is bad."""

import codecs
import io
from typing import BinaryIO, TextIO, cast

from infra.cli.orders_csv.csv_format import CsvFormat
from infra.cli.orders_csv.lines import BYTE_ORDER_MARK
from infra.cli.orders_csv.seen import UTF_8, encoding_to_use

BUFFER_BYTES = 65_536

_UNDECODABLE = "\udcff"
_HANDLER = "esteira.undecodable"


def open_text(file: BinaryIO, csv_format: CsvFormat) -> TextIO:
    """Return the text of a file, with its line breaks as they are. Raises `UnreadableFile` for another encoding."""
    codecs.register_error(_HANDLER, _mark_undecodable)
    buffered = io.BufferedReader(cast("io.RawIOBase", file), BUFFER_BYTES)
    encoding = encoding_to_use(buffered.peek(), csv_format)
    return io.TextIOWrapper(buffered, encoding=encoding, errors=_HANDLER, newline="")


def encoding_fault(text: str, csv_format: CsvFormat) -> str:
    """Return what is wrong with the characters of a record, or an empty text."""
    if text.isascii():
        return ""
    if text.startswith(BYTE_ORDER_MARK):
        return "begins with a byte-order mark, as where one file was appended to another"
    if _UNDECODABLE not in text:
        return ""
    if csv_format.encoding:
        return f"holds bytes that are not {csv_format.encoding.upper()}"
    return f"holds bytes that are not {UTF_8.name} (files of Excel often need --encoding windows-1252)"


def _mark_undecodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _UNDECODABLE, error.end
