"""What a batch of look-ups meets: what waits, what is planned, and when the schedule hands over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from esteira.lookups.lookup import Lookup
from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.recurrence import Recurrence

MOST_PLANNED = 5000
"""Groups of planned look-ups that are read, the first that are due."""

STEPS_OF_AGEING = 60
"""Into how many steps the ageing is divided when ranks are counted; a rank is rounded up to a step."""

HAND_OVER_INTERVAL = timedelta(minutes=1)
"""How often the schedule hands over what is due: its rate in template.yaml."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Tasks that are queued or under way and come before any that has a later rank than this."""

    ranked_at: datetime
    count: int


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Look-ups of one priority that are due at a time, and then as their recurrence says."""

    priority: Priority
    due_at: datetime
    count: int = 1
    recurrence: Recurrence | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """`handed_over_at`: when the schedule last handed over late what was due; None: not known.

    `is_cut`: more is planned than is listed.
    """

    waiting: Sequence[Waiting] = ()
    planned: Sequence[Planned] = ()
    handed_over_at: datetime | None = None
    is_cut: bool = False


def planned_of(lookup: Lookup, due_at: datetime) -> Planned:
    """Return a look-up as one that is due at this time."""
    recurrence, time_zone = lookup.recurrence, lookup.time_zone if lookup.recurrence else "UTC"
    return Planned(priority=lookup.priority, due_at=due_at, recurrence=recurrence, time_zone=time_zone)


def counted(planned: Iterable[Planned]) -> Sequence[Planned]:
    """Return groups of what is alike, in the order of their times. Memory holds the groups."""
    groups: dict[tuple[str, ...], Planned] = {}
    for one in planned:
        recurrence = one.recurrence.model_dump_json() if one.recurrence else ""
        key = (one.priority, one.due_at.isoformat(), recurrence, one.time_zone)
        groups[key] = replace(one, count=groups[key].count + one.count) if key in groups else one
    return sorted(groups.values(), key=lambda group: group.due_at)


def rank_step_seconds(ageing: timedelta) -> float:
    """Return the step to which ranks are rounded up. It divides the penalties of all priorities."""
    return ageing.total_seconds() / STEPS_OF_AGEING or 1.0


def hand_over_after(due_at: datetime, origin: datetime) -> datetime:
    """Return when the schedule hands over what is due, if it comes once a minute and came at `origin`."""
    return origin - ((origin - due_at) // HAND_OVER_INTERVAL) * HAND_OVER_INTERVAL
