"""Parses times given on the command line."""

import re
from datetime import datetime, time, timedelta

_DURATION = re.compile(r"([0-9]{1,5})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration_of(text: str, *, longest: timedelta) -> timedelta:
    """`90s`, `30m`, `2h` or `1d`; more than 0, and not more than `longest`.

    Raises `ValueError`.
    """
    match = _DURATION.fullmatch(text)
    found = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta(0)
    if not timedelta(0) < found <= longest:
        raise ValueError("no such duration")
    return found


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
