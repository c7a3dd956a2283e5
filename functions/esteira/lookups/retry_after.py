"""How long a provider that answered 429 is not to be asked."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DEFAULT_SECONDS = 60.0
"""Where the answer does not say it: limits of providers are per minute."""
LONGEST_SECONDS = 3600.0
SHORTEST_SECONDS = 1.0

_SECONDS = re.compile(r"[0-9]{1,9}")


def retry_after_seconds(header: str, now: datetime) -> float:
    """Return the seconds in a header `Retry-After`, which holds seconds or a date; at least 1, at most an hour."""
    return min(max(_seconds(header.strip(), now), SHORTEST_SECONDS), LONGEST_SECONDS)


def _seconds(header: str, now: datetime) -> float:
    if _SECONDS.fullmatch(header):
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return DEFAULT_SECONDS
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
