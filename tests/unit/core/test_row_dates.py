"""A date that Python does not have stays the text of Postgres, and is never shown as another date."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from esteira.core.decoding import as_json
from esteira.core.orders import Order
from esteira.core.row_dates import date_text, nearest_date, row_date, shown_date

BEYOND = [
    "infinity",
    "-infinity",
    "0044-03-15T00:00:00+00:00 BC",
    "15000-01-01T00:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
]


@pytest.mark.parametrize("text", BEYOND)
def test_a_date_beyond_those_of_python_is_shown_as_postgres_has_it(text: str) -> None:
    date = row_date(text)

    order = Order(id=1, product="x", price=Decimal(1), security_check=True, created_at=date)

    assert [date_text(date), shown_date(date), as_json(order)["created_at"]] == [text] * 3


def test_any_other_date_is_a_time_in_utc() -> None:
    date = row_date("2026-07-01T09:00:00.5-03:00")

    assert date == datetime(2026, 7, 1, 12, microsecond=500_000, tzinfo=UTC)
    assert (date_text(date), shown_date(date)) == ("2026-07-01T12:00:00.500000+00:00", "2026-07-01 12:00:00 UTC")


def test_a_message_carries_the_nearest_date_that_it_can() -> None:
    assert [nearest_date(row_date(text)).year for text in BEYOND] == [9999, 1, 1, 9999, 1]
