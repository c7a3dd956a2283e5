"""Local times as points in time, also those that come twice or never.

The rule: a local time that does not exist becomes the first moment after the gap, one that comes twice its first one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


class ClockChange(StrEnum):
    """Why a run is not simply at its local time."""

    MISSING = "missing"
    TWICE = "twice"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A local time in UTC. `change` is None on all days without a change of the clock at that time."""

    at: datetime
    local: datetime
    change: ClockChange | None = None


def place(local: datetime, zone: ZoneInfo) -> Placed:
    """Return where a local time without a zone is in UTC, by the rule."""
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return Placed(at=first, local=local)
    if first < second:
        return Placed(at=first, local=local, change=ClockChange.TWICE)
    return Placed(at=_end_of_gap(second, first, zone), local=local, change=ClockChange.MISSING)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second with the later offset; `before` has the earlier one and `after` the later."""
    later = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == later:
            after = middle
        else:
            before = middle
    return after
