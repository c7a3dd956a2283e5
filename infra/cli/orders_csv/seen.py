"""What is seen in a file that cannot be read as the user says: its encoding and its separator, and what to type."""

import re
from typing import NamedTuple

from infra.cli.orders_csv.csv_format import CsvFormat, shown_delimiter
from infra.cli.orders_csv.lines import BYTE_ORDER_MARK
from infra.errors import UnreadableFile

COLUMNS = ("product", "price", "security_check")


class Encoding(NamedTuple):
    """An encoding: how it is called, its Python codec, and the one to type (with a byte-order mark, the general)."""

    name: str
    codec: str
    option: str


UTF_8 = Encoding("UTF-8", "utf-8", "utf-8")
_MARKS = {
    b"\xff\xfe\x00\x00": Encoding("UTF-32 (LE)", "utf-32-le", "utf-32"),
    b"\x00\x00\xfe\xff": Encoding("UTF-32 (BE)", "utf-32-be", "utf-32"),
    b"\xef\xbb\xbf": UTF_8,
    b"\xff\xfe": Encoding("UTF-16 (LE)", "utf-16-le", "utf-16"),
    b"\xfe\xff": Encoding("UTF-16 (BE)", "utf-16-be", "utf-16"),
}
"""By byte-order mark; the longer one first where it begins with another."""

_UNMARKED = {
    re.compile(rb"(?:[^\0]\0){4}"): Encoding("UTF-16 (LE) without a byte-order mark", "utf-16-le", "utf-16-le"),
    re.compile(rb"(?:\0[^\0]){4}"): Encoding("UTF-16 (BE) without a byte-order mark", "utf-16-be", "utf-16-be"),
}
_OTHER_FILES = {
    b"PK\x03\x04": "an Excel workbook or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "compressed with gzip",
}
_SEPARATORS = ",;\t|"


def encoding_to_use(head: bytes, csv_format: CsvFormat) -> str:
    """Return the codec that reads a file with this beginning. Raises `UnreadableFile` if the user must say another."""
    for start, kind in _OTHER_FILES.items():
        if head.startswith(start):
            raise UnreadableFile(f"(It is {kind}: save it as CSV in UTF-8.)")
    seen, marked = _seen_encoding(head)
    given = csv_format.encoding
    if given in {"utf-16", "utf-32"} and not marked:
        raise UnreadableFile(f"(It has no byte-order mark: type --encoding {given}-le or --encoding {given}-be.)")
    if not _agree(given or UTF_8.codec, seen, marked=marked or given is None):
        raise UnreadableFile(f"({what_to_type(first_line(head, seen), csv_format, seen=seen)})")
    return given or UTF_8.codec


def _seen_encoding(head: bytes) -> tuple[Encoding, bool]:
    """The encoding, and whether the file has its byte-order mark."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding, True
    return next((encoding for pattern, encoding in _UNMARKED.items() if pattern.match(head)), UTF_8), False


def _agree(codec: str, seen: Encoding, *, marked: bool) -> bool:
    return not marked or codec in {seen.codec, seen.option, f"{seen.codec}-sig"}


def first_line(head: bytes, encoding: Encoding) -> str:
    """Return the first line that is not blank, as far as `head` goes."""
    lines = head.decode(encoding.codec, "replace").lstrip(BYTE_ORDER_MARK).splitlines()
    return next((line for line in lines if line.strip()), "")


def what_to_type(header: str, csv_format: CsvFormat, *, seen: Encoding | None = None) -> str:
    """Return a sentence about the encoding and the separator that were seen, and the options by which they are read.

    `seen` is given if the encoding must be typed.
    """
    separator = seen_separator(header)
    name = seen.name if seen else (csv_format.encoding or UTF_8.codec).upper()
    sentence = f"Seen: encoding {name}, separator {shown_delimiter(separator) if separator else 'none'}."
    options = [f"--encoding {seen.option}"] if seen else []
    if separator not in {None, csv_format.delimiter}:
        options.append(f"--delimiter {shown_delimiter(separator or '')}")
    return f"{sentence} Type {' '.join(options)}{_maybe_decimal(separator, csv_format)}." if options else sentence


def seen_separator(header: str) -> str | None:
    """Return the separator that tells most columns apart, or else is there most often. None: the line has none."""
    likely = max(_SEPARATORS, key=lambda separator: (_columns_by(header, separator), header.count(separator)))
    return likely if likely in header else None


def _columns_by(header: str, separator: str) -> int:
    names = {name.strip(' "').lower() for name in header.split(separator)}
    return len(names.intersection(COLUMNS))


def _maybe_decimal(separator: str | None, csv_format: CsvFormat) -> str:
    likely = csv_format.decimal is None and separator not in {None, ","}
    return ", and --decimal ',' if its prices have decimal commas" if likely else ""
