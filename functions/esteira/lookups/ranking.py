"""The order of work: one column, the lowest first."""

from datetime import datetime, timedelta
from enum import StrEnum


class Priority(StrEnum):
    """How urgent a look-up is."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


AGEING = timedelta(minutes=10)
"""The default of `lookup_ageing_seconds`: what a normal task waits longer than a high one that is queued with it."""

STEPS = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 3}


def ranked_at(queued_at: datetime, priority: Priority, *, ageing: timedelta = AGEING) -> datetime:
    """Return the rank of a task: when it was queued, later by a penalty for its priority.

    Waiting counts alike for all, so a task of low priority is passed only by those that are queued within its penalty
    after it. With an ageing of zero the order is that of arrival.
    """
    return queued_at + STEPS[priority] * ageing
