"""Numbers as others write them, read exactly: never by way of a float, and only with the digits 0 to 9."""

import re
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

MOST_DIGITS_BEFORE = 131_072
MOST_DIGITS_AFTER = 16_383

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")


def exact(value: Any) -> Any:
    """Return a number or its text as a `Decimal`. An exponent is part of a number: `1e2` is 100.

    Underscores, spaces, grouped thousands and the digits of other scripts are refused. Raises `ValueError`.
    """
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return _decimal(value)
    if isinstance(value, Decimal):
        return value
    if type(value) is int:
        return Decimal(value)
    raise ValueError("is not a number such as 12.50")


def whole(value: Any) -> Any:
    """Return the text of a whole number as an `int`, and anything else as it is, for the type's own check.

    Ids are read in both forms, since JSON numbers above 2^53 are rounded by many programs. Raises `ValueError`.
    """
    if not isinstance(value, str):
        return value
    number = whole_number(value)
    if number is None:
        raise ValueError("is not a whole number such as 42")
    return number


def whole_number(text: str) -> int | None:
    """Return the number in its only spelling (ASCII digits, no leading zeros, no plus sign), or None."""
    return int(text) if _WHOLE.fullmatch(text) else None


def real(value: Any) -> float:
    """Return a finite number or its text as a float. Raises `ValueError`."""
    number = value if isinstance(value, float) else float(exact(value))
    if not isfinite(number):
        raise ValueError("is not a finite number")
    return number


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("has too large an exponent") from None


def storable(value: Any) -> Decimal:
    """Return a number or its text, as `exact` does. Raises `ValueError`, also for more digits than Postgres stores."""
    number: Decimal = exact(value)
    is_plain = type(value) is str and len(value) < MOST_DIGITS_AFTER and "e" not in value and "E" not in value
    return number if number and is_plain else _storable(number)


def _storable(number: Decimal) -> Decimal:
    """Reject too many digits: without a limit, the eleven characters 1E+99999999 become a hundred megabytes of text."""
    if not number.is_finite():
        raise ValueError("is not a finite number")
    number = plain_zero(number)
    exponent = number.as_tuple().exponent
    if number.adjusted() >= MOST_DIGITS_BEFORE or not isinstance(exponent, int) or exponent < -MOST_DIGITS_AFTER:
        raise ValueError("has more digits than Postgres can store")
    return number


def plain_zero(number: Decimal) -> Decimal:
    """Return the number; of zero without its sign, and without an exponent that only a zero can have.

    Postgres has no negative zero, and a row would differ from what was sent. `0e999999999` passes every limit of
    digits, and is as long as the number with that exponent when it is written out.
    """
    if number:
        return number
    exponent = number.as_tuple().exponent
    is_short = isinstance(exponent, int) and -MOST_DIGITS_AFTER <= exponent <= 0
    return number.copy_abs() if is_short else Decimal(0)


# Constraints stand before the validators: behind them pydantic checks them by way of a float.
StorableNumber = Annotated[Decimal, Field(allow_inf_nan=False), BeforeValidator(storable)]
"""A finite number within the limits of Postgres's numeric, exact."""

StorableAmount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False), BeforeValidator(storable)]
"""A `StorableNumber` that is not negative."""

Whole = Annotated[int, Field(strict=True), BeforeValidator(whole)]
"""A whole number or its text."""

Real = Annotated[float, BeforeValidator(real)]
"""A number or its text where rounding does not matter, such as a time in seconds."""
