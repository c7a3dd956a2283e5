"""Products, prices and booleans as CSV files write them. One spelling that has two readings is refused, with both."""

import re
from decimal import Decimal

TRUE, FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
"""The spellings of a boolean, in capitals or not."""

AROUND = " \t"
"""White space around a number or a boolean that is passed over. Products keep theirs."""

_NUMBER = {sign: re.compile(rf"[+-]?[0-9]+(?:[{sign}][0-9]+)?") for sign in ".,"}
_THREE_DIGITS_AFTER = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]{3}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,'’\s][0-9]{3})+(?:[.,][0-9]*)?")
_NAMES = {".": "point", ",": "comma"}
_MOST_SHOWN = 40


def shown(text: str) -> str:
    """Return a value from a file as it can be printed: quoted, without control characters, at most 40 characters."""
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")


def product(text: str) -> str:
    """Return the product with all of its white space. Raises `ValueError` if there is nothing else."""
    if not text.strip():
        raise ValueError("product: is empty")
    return text


def boolean(text: str) -> bool:
    """Return whether the text is one of `TRUE`, and not of `FALSE`. Raises `ValueError` naming the spellings."""
    word = text.strip(AROUND).lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    yes, no = ", ".join(TRUE), ", ".join(FALSE)
    raise ValueError(f"security_check: {shown(text)} is neither true ({yes}) nor false ({no})")


class Prices:
    """Reads prices with one decimal sign. Every price that it reads, a JSON body may carry as text.

    With `delimiter` but no `decimal` given, 1.234 is refused: files with other separators often group thousands so.
    """

    def __init__(self, *, decimal: str | None, delimiter: str) -> None:
        self._sign = decimal or "."
        self._doubtful = _THREE_DIGITS_AFTER if decimal is None and delimiter != "," else None
        self._number = _NUMBER[self._sign]

    def read(self, text: str) -> Decimal:
        """Return the number. Raises `ValueError` with what is wrong with it, and the two ways to read it if it has."""
        number = text.strip(AROUND)
        if not self._number.fullmatch(number):
            raise ValueError(f"price: {self._fault(number)}")
        if self._doubtful and self._doubtful.fullmatch(number):
            raise ValueError(f"price: {shown(number)}: its point either is decimal (--decimal '.') or groups thousands")
        return Decimal(number.replace(",", "."))

    def _fault(self, number: str) -> str:
        other = "," if self._sign == "." else "."
        if not number:
            return "is empty"
        if _NUMBER[other].fullmatch(number):
            return (
                f"{shown(number)} has a {_NAMES[other]} where decimals have a {_NAMES[self._sign]}: either it is the"
                f" decimal sign (--decimal '{other}'), or it groups thousands (write them without)"
            )
        return f"{shown(number)} is not a number such as 12{self._sign}50{_hint(number)}"


def _hint(number: str) -> str:
    if _SCIENTIFIC.fullmatch(number):
        return " (scientific notation, in which spreadsheets drop digits: write it out)"
    if _GROUPED.fullmatch(number):
        return " (thousands must not be grouped)"
    if any(sign.isdigit() and not sign.isascii() for sign in number):
        return " (only the digits 0 to 9 count)"
    return ""
