"""Types of fields in providers' answers, and the strict way from JSON to a model."""

import re
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator

from esteira.core.decoding import InvalidFields, validated
from esteira.core.moments import moment
from esteira.lookups.company import RegistrationStatus
from esteira.lookups.shapes.unreadable import UnreadableAnswer

A = TypeVar("A", bound=BaseModel)

MAX_CONTAINERS = 20_000
"""Objects and arrays of one answer. Real ones have hundreds; a megabyte of `[]` would need forty in memory."""

MAX_TEXT = 1_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")


class Shape(BaseModel, frozen=True, extra="ignore"):
    """Base of the models of answers. Providers add fields without notice."""


def from_json(body: bytes, model: type[A]) -> A:
    """Return the record in an answer. Raises `UnreadableAnswer` naming each wrong field."""
    if body.count(b"{") + body.count(b"[") > MAX_CONTAINERS:
        raise UnreadableAnswer(f"holds more than {MAX_CONTAINERS} objects and arrays")
    try:
        return validated(body, model, strict=None)
    except InvalidFields as error:
        raise UnreadableAnswer(str(error)) from None


def plain(value: Any) -> str:
    """Return a text with control characters and white space as single spaces; null is empty. Raises `ValueError`."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("is not a text")  # noqa: TRY004 - pydantic takes only ValueError
    text = _SPACES.sub(" ", value).strip(" ")
    if len(text) > MAX_TEXT:
        raise ValueError(f"is longer than {MAX_TEXT} characters")
    return text


def filled(value: Any) -> str:
    """Return the same for a text that must not be empty. Raises `ValueError`."""
    text = plain(value)
    if not text:
        raise ValueError("is empty")
    return text


def day(value: Any) -> Any:
    """Return the date in a text such as 2026-07-01; null and empty text are None. Raises `ValueError`."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("is not a date such as 2026-07-01")
    return date.fromisoformat(value)


def code(value: Any) -> str:
    """Return a code that some providers send as a number, and some as a text with marks, as its digits."""
    if type(value) is int and value >= 0:
        return str(value)
    return re.sub(r"[^0-9]", "", filled(value))


def activity_code(value: Any) -> str:
    """Return a CNAE code with seven digits; as a number it has lost its leading zeros. Raises `ValueError`."""
    digits = code(value).zfill(7)
    if len(digits) != 7:
        raise ValueError("is not a CNAE code of seven digits")
    return digits


def status(value: Any) -> RegistrationStatus:
    """Return a state of the register in any case of letters. Raises `ValueError`."""
    try:
        return RegistrationStatus(filled(value).upper())
    except ValueError:
        raise ValueError("is not a state of the register such as ATIVA") from None


def moment_or_none(value: Any) -> Any:
    """Return the time in a text of ISO 8601; None for null. Raises `ValueError`."""
    return None if value is None else moment(value)


Text = Annotated[str, BeforeValidator(plain)]
FilledText = Annotated[str, BeforeValidator(filled)]
Day = Annotated[date | None, BeforeValidator(day)]
ActivityCode = Annotated[str, BeforeValidator(activity_code)]
Status = Annotated[RegistrationStatus, BeforeValidator(status)]
OptionalMoment = Annotated[datetime | None, BeforeValidator(moment_or_none)]
