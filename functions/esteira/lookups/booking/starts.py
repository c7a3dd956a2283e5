"""When a look-up begins, as users write it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from esteira.core.moments import moment
from esteira.lookups.schedules.local_times import place

NOW = "now"
FARTHEST = timedelta(days=3653)
"""Ten years."""

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_SPELLINGS = "now, a local time such as 2026-12-01T09:00, or one with a zone such as 2026-12-01T12:00:00Z"


def start_of(when: str, time_zone: str, now: datetime) -> datetime:
    """Return when it begins. Raises `ValueError` for what is no time, is past, or is more than ten years away."""
    if when == NOW:
        return now
    at = _local(when, time_zone) if _LOCAL.fullmatch(when) else _zoned(when)
    if at < now:
        raise ValueError("is in the past")
    if at - now > FARTHEST:
        raise ValueError("is more than ten years away")
    return at


def _local(when: str, time_zone: str) -> datetime:
    try:
        return place(datetime.fromisoformat(when), ZoneInfo(time_zone)).at
    except (ValueError, OverflowError):
        raise ValueError("is not a time that exists") from None


def _zoned(when: str) -> datetime:
    try:
        at: datetime = moment(when)
    except ValueError as error:
        raise ValueError(f"{error}; write {_SPELLINGS}") from None
    return at
