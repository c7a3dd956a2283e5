"""Dates of rows. Postgres holds dates that Python does not: infinity, -infinity, years before 1 and after 9999.

Such a date stays the text that Postgres writes into JSON (`infinity`, `0044-03-15T00:00:00+00:00 BC`,
`15000-01-01T00:00:00+00:00`), so that it is shown as it is and never as another, plausible date. A statement selects
it as `to_jsonb(column::timestamptz) #>> '{}'`.
"""

from datetime import UTC, datetime

RowDate = datetime | str
"""A date of a row: in UTC, or the text of Postgres where Python has no such date."""

_EARLIEST, _LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def row_date(text: str) -> RowDate:
    """Return the date in this text of Postgres."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return text


def date_text(date: RowDate) -> str:
    """Return the date for JSON: ISO 8601, or the text of Postgres."""
    return date if isinstance(date, str) else date.isoformat()


def shown_date(date: RowDate) -> str:
    """Return the date for people: to the second, or the text of Postgres."""
    return date if isinstance(date, str) else f"{date:%Y-%m-%d %H:%M:%S %Z}"


def nearest_date(date: RowDate) -> datetime:
    """Return the date, or the nearest one that a message can carry. Never for display."""
    if not isinstance(date, str):
        return date
    return _EARLIEST if date.startswith(("-", "0001")) or date.endswith("BC") else _LATEST
