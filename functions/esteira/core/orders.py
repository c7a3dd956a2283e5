"""Orders: key, fields, and the fingerprint by which they are compared."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from json.encoder import encode_basestring as _quoted
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, Field

from esteira.core.identifiers import Id
from esteira.core.numbers import StorableNumber, plain_zero
from esteira.core.row_dates import RowDate

MIN_SOURCE_ID = -(2**63)
MAX_SOURCE_ID = 2**63 - 1
"""The range of ids in Postgres (bigint). A message carries ids from 1."""


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a NUL byte, which Postgres cannot store")
    return text


StorableText = Annotated[str, AfterValidator(_storable)]
"""Text that Postgres can store."""


class OrderPayload(BaseModel, frozen=True, extra="forbid", strict=True):
    """The fields of an order that are written to the target: all but id and created_at."""

    product: StorableText = Field(min_length=1)
    price: StorableNumber
    security_check: bool

    def fingerprint(self) -> str:
        """Return the SHA-256 of the fields: see `fingerprint`."""
        return fingerprint(self.product, self.price, self.security_check)


def fingerprint(product: str, price: Decimal, security_check: bool) -> str:
    """Return the SHA-256 of an order's fields in canonical form (compact JSON). Equal orders have equal fingerprints.

    The JSON is formatted by hand because `verify --rows` computes a fingerprint for every row.
    """
    passed = "true" if security_check else "false"
    text = f'{{"price":"{_shortest(price)}","product":{_quoted(product)},"security_check":{passed}}}'
    return hashlib.sha256(text.encode()).hexdigest()


def _shortest(price: Decimal) -> str:
    """Return the price without trailing zeros. `normalize` would round to 28 digits; Postgres keeps more."""
    digits = f"{plain_zero(price):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


@dataclass(frozen=True, kw_only=True)
class Order:
    """One row of a source, not validated: a source can hold values that no message can carry."""

    id: Id
    product: str
    price: Decimal
    security_check: bool
    created_at: RowDate


class OrderKey(NamedTuple):
    """The key of an order: its source and its id in that source."""

    source: str
    source_id: int

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id}"
