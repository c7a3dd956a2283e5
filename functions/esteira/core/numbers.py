"""Numbers that Postgres can store."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

MOST_DIGITS_BEFORE = 131_072
MOST_DIGITS_AFTER = 16_383


def _storable(number: Decimal) -> Decimal:
    """Reject too many digits: without a limit, the eleven characters 1E+99999999 become a hundred megabytes of text."""
    exponent = number.as_tuple().exponent
    if number.adjusted() >= MOST_DIGITS_BEFORE or not isinstance(exponent, int) or exponent < -MOST_DIGITS_AFTER:
        raise ValueError("has more digits than Postgres can store")
    return number


StorableNumber = Annotated[Decimal, Field(allow_inf_nan=False), AfterValidator(_storable)]
"""A finite number within the limits of Postgres's numeric."""
