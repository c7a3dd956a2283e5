"""The lines of a text, numbered as editors do, each in bounded memory."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, TextIO

MAX_CHARACTERS = 2**20
"""A line, or a record of several lines, is shorter than this. No message carries more."""

BYTE_ORDER_MARK = "\ufeff"


class Line(NamedTuple):
    """A line: its number, counted from 1, and its text with the line break; None if it is too long to be kept."""

    number: int
    text: str | None


def read_lines(text: TextIO) -> Iterator[Line]:
    r"""Yield every line. `\n`, `\r\n` and `\r` end one, mixed or not; `text` must be opened with `newline=""`.

    Byte-order marks at the start, however many, are left out.
    """
    number, cut = 0, ""
    for piece in iter(partial(text.readline, MAX_CHARACTERS), ""):
        rest = cut and _goes_on(cut, piece)
        cut = piece[-1] if len(piece) == MAX_CHARACTERS else ""
        if not rest:
            number += 1
            yield Line(number, None if cut else piece.lstrip(BYTE_ORDER_MARK) if number == 1 else piece)


def _goes_on(cut: str, piece: str) -> bool:
    r"""Whether the piece belongs to the line whose piece before was cut after this character, maybe inside `\r\n`."""
    return cut != "\n" and (cut != "\r" or piece == "\n")
