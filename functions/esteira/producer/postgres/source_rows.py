"""Converts the records that statements on the table `orders` return to orders and rows of a page."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from esteira.core.orders import Order
from esteira.core.row_dates import RowDate, row_date
from esteira.producer.cursor import Position
from esteira.producer.page import PageRow

OrderRecord = tuple[int, str, Decimal, bool, RowDate]


def orders(records: Iterable[OrderRecord]) -> list[Order]:
    """Return the orders in records (id, product, price, security_check, created_at)."""
    return [
        Order(id=id_, product=product, price=price, security_check=security_check, created_at=created_at)
        for id_, product, price, security_check, created_at in records
    ]


def listed_orders(records: Iterable[tuple[int, str, Decimal, bool, str]]) -> list[Order]:
    """Return the orders in records whose created_at is text, as JSON shows it."""
    return orders((*record[:4], row_date(record[4])) for record in records)


def rows(records: Iterable[tuple[str, int, str, Decimal, bool, datetime]]) -> list[PageRow]:
    """Return the rows in records that start with the transaction's id, as text: it may exceed the driver's integers."""
    records = list(records)
    found = orders(record[1:] for record in records)
    return [
        PageRow(position=Position(x=int(record[0]), id=order.id), order=order)
        for record, order in zip(records, found, strict=True)
    ]
