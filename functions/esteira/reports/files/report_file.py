"""What all formats share: cells, the columns, and what was changed so that the format can hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

Cell = str | int | Decimal | bool | datetime | None
"""Text stays text: who reads rows passes ids and codes as text, and only what one calculates with as a number."""

Row = Sequence[Cell]

MOST_DIGITS = 15
"""Spreadsheets store numbers as doubles, which keep 15 digits of every number."""


@dataclass(kw_only=True)
class Changes:
    """How many texts were cut, and in how many characters had to be replaced, because the format cannot hold them."""

    cut_cells: int = 0
    replaced_cells: int = 0


class ReportFile(Protocol):
    """A file that is written from its beginning to its end."""

    changes: Changes

    def begin(self, columns: Sequence[str]) -> bytes:
        """Return the beginning of the file, with the columns' names."""
        ...

    def add(self, rows: Sequence[Row]) -> bytes:
        """Return the next part of the file. Raises `ReportRefused` where the format can hold no more."""
        ...

    def end(self) -> bytes:
        """Return the end of the file."""
        ...


def plain_number(number: int | Decimal) -> str | None:
    """Return a number as it is written without an exponent; None for one that a spreadsheet would round."""
    if isinstance(number, Decimal) and not number.is_finite():
        return None
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    return text if len(digits) <= MOST_DIGITS else None


def moment_text(at: datetime) -> str:
    """Return a time as text: ISO 8601."""
    return at.isoformat()
