"""Periods that a page is read in, from the newest on.

A server may read all that a query finds before it sorts and cuts (SecantusDB does). So each query gets a period, which
grows while little is found: a page costs what is in it, however many entries there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
GROWTH = 2
LONGEST = timedelta(days=500)
"""Longer than an entry lives. What is older, such as a clock has set that was wrong, is read at once."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A period; `since` belongs to it, `until` does not. None: without this end."""

    since: datetime | None
    until: datetime | None


def windows(start: datetime, *, is_open: bool) -> Iterator[Window]:
    """Yield periods without gaps that end with the beginning of time. `is_open`: the first has no end, else `start`."""
    until, width = (None if is_open else start), FIRST
    since = start - width
    while width < LONGEST:
        yield Window(since=since, until=until)
        width *= GROWTH
        since, until = since - width, since
    yield Window(since=None, until=until)
