"""How a CSV file is written: separator, decimal sign, encoding, and whether records may span lines."""

import codecs
from dataclasses import dataclass

DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\\t": "\t", "\t": "\t"}
"""The separators by the names under which they are given."""

_NOT_OF_FILES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
"""Codecs of Python that are no encodings of text files."""


@dataclass(frozen=True, kw_only=True)
class CsvFormat:
    """What the user says about a file. `decimal` and `encoding` are None if not given: a point, and UTF-8."""

    delimiter: str = ","
    decimal: str | None = None
    encoding: str | None = None
    multiline: bool = False


def delimiter_named(text: str) -> str:
    """Return the separator of this name. Raises `ValueError` with the names there are."""
    if text not in DELIMITERS:
        raise ValueError(f"{text!r} is none of ',', ';', '|' and tab")
    return DELIMITERS[text]


def decimal_named(text: str) -> str:
    """Return the decimal sign. Raises `ValueError` if it is neither point nor comma."""
    if text not in {".", ","}:
        raise ValueError(f"{text!r} is neither '.' nor ','")
    return text


def encoding_named(text: str) -> str:
    """Return Python's name of an encoding. Raises `ValueError` if there is none, or it is none of text files."""
    try:
        name = codecs.lookup(text).name
        "\n".encode(name)
    except (LookupError, ValueError):
        name = None
    if name is None or name in _NOT_OF_FILES:
        raise ValueError(f"{text!r} is no known encoding, such as utf-8, utf-16 or windows-1252")
    return name


def how_to_separate(delimiter: str) -> str:
    """Return the option by which a file with this separator is read, or what else to do."""
    if delimiter in DELIMITERS.values():
        return f"Type --delimiter {shown_delimiter(delimiter)}."
    return f"{delimiter!r} cannot be read: save it with ',', ';', '|' or tabs."


def shown_delimiter(delimiter: str) -> str:
    """Return the separator as it is typed in a shell."""
    return "tab" if delimiter == "\t" else f"'{delimiter}'"
