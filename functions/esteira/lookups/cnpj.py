"""The number of a company, numeric or alphanumeric, and its check digits."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

LENGTH = 14
WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
"""Of the second check digit. The first has the same without the first weight."""

_MARKS = re.compile(r"[./-]")
_FORM = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_ALLOWED = re.compile(r"[0-9A-Za-z]*")


class InvalidCnpj(ValueError):
    """The text is not a CNPJ. The message says what is wrong, and not what the text was."""


def parse_cnpj(text: Any) -> str:
    """Return the 14 characters of a CNPJ, in upper case and without punctuation. Raises `InvalidCnpj`."""
    if not isinstance(text, str):
        raise InvalidCnpj("is not a text such as 12.ABC.345/01DE-35")
    plain = _MARKS.sub("", text)
    if not _ALLOWED.fullmatch(plain):
        raise InvalidCnpj("holds characters other than A to Z, 0 to 9 and the marks . / -")
    if len(plain) != LENGTH:
        raise InvalidCnpj(f"has {len(plain)} letters and digits instead of {LENGTH}")
    cnpj = plain.upper()
    if not _FORM.fullmatch(cnpj):
        raise InvalidCnpj("ends in a letter; its last two characters are check digits")
    if cnpj == "0" * LENGTH:
        raise InvalidCnpj("is all zeros, which no company has")
    if cnpj[12:] != check_digits(cnpj[:12]):
        raise InvalidCnpj("has wrong check digits; is a character mistyped?")
    return cnpj


def check_digits(base: str) -> str:
    """Return the two check digits of the first twelve characters.

    The rule of Instrução Normativa RFB 2.229 of 15 October 2024, Annex XV: each character counts its ASCII code less
    48, the weights are 2 to 9 from the right, and the digit is 11 less the sum modulo 11, or 0 for a remainder below 2.
    """
    first = _check_digit(base)
    return first + _check_digit(base + first)


def formatted(cnpj: str) -> str:
    """Return a parsed CNPJ with its punctuation: 12.ABC.345/01DE-35."""
    return f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}"


def _check_digit(characters: str) -> str:
    weights = WEIGHTS[-len(characters) :]
    total = sum((ord(each) - 48) * weight for each, weight in zip(characters, weights, strict=True))
    return str(0 if total % 11 < 2 else 11 - total % 11)


Cnpj = Annotated[
    str,
    BeforeValidator(parse_cnpj),
    WithJsonSchema({"type": "string", "format": "cnpj", "examples": ["12.ABC.345/01DE-35"]}),
]
"""A CNPJ in any spelling, kept as its 14 characters."""
