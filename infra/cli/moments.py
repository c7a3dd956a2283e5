"""Parses times given on the command line."""

from datetime import datetime, time, timedelta


def moment_of(text: str, now: datetime) -> datetime:
    """`2026-07-01T14:03:00Z`, the same in local time without a zone, or `14:03`: the last time it was 14:03 here.

    Raises `ValueError`.
    """
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        return _here(datetime.fromisoformat(text))
    today = datetime.combine(now.astimezone().date(), clock).astimezone()
    return today if today <= now else today - timedelta(days=1)


def _here(moment: datetime) -> datetime:
    try:
        return moment if moment.tzinfo else moment.astimezone()
    except OverflowError:
        raise ValueError("no such time here") from None
