"""Reads orders from CSV: columns product, price, security_check in any order; other columns are ignored."""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from esteira.core.errors import BadRequest
from esteira.core.orders import OrderPayload
from esteira.producer.load_orders import BadLine
from pydantic import ValidationError

COLUMNS = ("product", "price", "security_check")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}


def read_orders(text: Iterable[str]) -> Iterator[OrderPayload | BadLine]:
    """Yield an order or a `BadLine` for each record. Raises `BadRequest` if line 1 does not name the columns."""
    reader = csv.reader(text, strict=True)
    indexes = _column_indexes(next(reader, []))
    while True:
        number = reader.line_num + 1
        try:
            yield _order(next(reader), indexes)
        except StopIteration:
            return
        except (csv.Error, ValueError) as error:
            yield BadLine(number=number, reason=_reason(error))


def _column_indexes(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise BadRequest(f"(line 1 of the file must name the columns; missing: {', '.join(missing)})")
    return {column: names.index(column) for column in COLUMNS}


def _order(fields: list[str], indexes: dict[str, int]) -> OrderPayload:
    if len(fields) <= max(indexes.values()):
        raise ValueError(f"has only {len(fields)} fields")
    product, price, check = (fields[indexes[column]].strip() for column in COLUMNS)
    if not NUMBER.fullmatch(price):
        raise ValueError("price: not a number such as 12.50")
    if check.lower() not in TRUE | FALSE:
        raise ValueError("security_check: neither true nor false")
    return OrderPayload(product=product, price=Decimal(price), security_check=check.lower() in TRUE)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
    return str(error)
