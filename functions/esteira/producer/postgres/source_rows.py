"""Converts the records that statements on the table `orders` return to orders and rows of a page."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Literal

from esteira.core.orders import Order
from esteira.core.row_dates import RowDate, row_date
from esteira.producer.cursor import Position
from esteira.producer.page import PageRow

OrderRecord = tuple[int, bytes, Decimal, bool, RowDate]
Undecodable = Literal["surrogateescape", "replace"]


def orders(records: Iterable[OrderRecord], *, undecodable: Undecodable) -> list[Order]:
    """Return the orders in records (id, product, price, security_check, created_at).

    Bytes that are not UTF-8 become lone surrogates, which no message can carry, or U+FFFD with "replace".
    """
    return [
        Order(
            id=id_,
            product=text(product, undecodable),
            price=price,
            security_check=security_check,
            created_at=created_at,
        )
        for id_, product, price, security_check, created_at in records
    ]


def listed_orders(records: Iterable[tuple[int, bytes, Decimal, bool, str]], *, undecodable: Undecodable) -> list[Order]:
    """Return the orders in records whose created_at is text, as JSON shows it."""
    return orders(((*record[:4], row_date(record[4])) for record in records), undecodable=undecodable)


def text(product: bytes, undecodable: str = "surrogateescape") -> str:
    """Return a product as text. A missing one stays None, as all values of a source may be invalid."""
    return product if product is None else product.decode("utf-8", errors=undecodable)


def rows(records: Iterable[tuple[str, int, bytes, Decimal, bool, datetime]]) -> list[PageRow]:
    """Return the rows in records that start with the transaction's id, as text: it may exceed the driver's integers."""
    records = list(records)
    found = orders((record[1:] for record in records), undecodable="surrogateescape")
    return [
        PageRow(position=Position(x=int(record[0]), id=order.id), order=order)
        for record, order in zip(records, found, strict=True)
    ]
