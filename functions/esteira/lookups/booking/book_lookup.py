"""Books a look-up of a company: now, at a time, or repeating."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, BeforeValidator, Field

from esteira.core.errors import QueueUnavailable, TargetUnavailable, Unprocessable
from esteira.core.log import logger
from esteira.core.moments import DEFAULT_TIME_ZONE, TimeZone
from esteira.core.names import one_of
from esteira.core.numbers import Whole
from esteira.lookups.booking.starts import NOW, start_of
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.lookup import Lookup, Misfire
from esteira.lookups.lookup_task import NewTask, new_task
from esteira.lookups.ranking import Priority
from esteira.lookups.ring import RingDeps, ring
from esteira.lookups.schedules.occurrences import next_occurrence
from esteira.lookups.schedules.recurrence import Recurrence

GRACE_SECONDS = 300
SHORTEST_GRACE_SECONDS = 120
"""The schedule comes once a minute: what it hands over on time is up to a minute late."""

LONGEST_GRACE_SECONDS = 7 * 24 * 3600
MOMENT_BEFORE = timedelta(microseconds=1)

PriorityName = Annotated[Priority, BeforeValidator(one_of(Priority))]
MisfireName = Annotated[Misfire, BeforeValidator(one_of(Misfire))]


class BookLookup(BaseModel, frozen=True, extra="forbid"):
    """The look-up of a company. With `repeat`, `when` is the earliest time at which it may happen first.

    Local times are in `time_zone`. A run that is more than `grace_seconds` late is a misfire.
    """

    cnpj: Cnpj
    when: str = Field(default=NOW, max_length=40)
    repeat: Recurrence | None = None
    priority: PriorityName = Priority.NORMAL
    notify: bool = True
    misfire: MisfireName = Misfire.COALESCE
    grace_seconds: Whole = Field(default=GRACE_SECONDS, ge=SHORTEST_GRACE_SECONDS, le=LONGEST_GRACE_SECONDS)
    time_zone: TimeZone = DEFAULT_TIME_ZONE


@dataclass(frozen=True, kw_only=True)
class BookDeps:
    """Dependencies of `book_lookup` and of the other things that users do. `ageing`: see `ranked_at`."""

    ring: RingDeps
    ageing: timedelta


def book_lookup(deps: BookDeps, owner_id: str, command: BookLookup) -> Lookup:
    """Keep a look-up, and queue its task if it is due at once. Returns it as it was kept.

    Raises `Unprocessable` for a time that cannot be, and `TargetUnavailable`.
    """
    now = deps.ring.clock()
    lookup = lookup_of(command, owner_id, now)
    task = _task_due_now(lookup, now, deps.ageing)
    kept = replace(lookup, next_due_at=None) if task else lookup
    deps.ring.store.add([kept], [task] if task else [])
    if task:
        ring_soon(deps.ring, task)
    return kept


def lookup_of(command: BookLookup, owner_id: str, now: datetime) -> Lookup:
    """Return the look-up that is asked for. Raises `Unprocessable`."""
    return Lookup(
        id=uuid4(),
        owner_id=owner_id,
        cnpj=command.cnpj,
        priority=command.priority,
        recurrence=command.repeat,
        time_zone=command.time_zone,
        misfire=command.misfire,
        grace_seconds=command.grace_seconds,
        notify=command.notify,
        next_due_at=first_due(command.when, command.repeat, command.time_zone, now),
        version=1,
        created_at=now,
        changed_at=now,
    )


def first_due(when: str, repeat: Recurrence | None, time_zone: str, now: datetime) -> datetime:
    """Return when a look-up is due first. Raises `Unprocessable`."""
    try:
        start = start_of(when, time_zone, now)
    except ValueError as error:
        raise Unprocessable(f"(when: {error})") from None
    if repeat is None:
        return start
    first = next_occurrence(repeat, time_zone, start - MOMENT_BEFORE)
    if first is None:
        raise Unprocessable("(repeat: never happens)")
    return first


def _task_due_now(lookup: Lookup, now: datetime, ageing: timedelta) -> NewTask | None:
    """What is repeated is left to the schedule."""
    due = lookup.recurrence is None and lookup.next_due_at is not None and lookup.next_due_at <= now
    return new_task(lookup, due_at=now, now=now, ageing=ageing) if due else None


def ring_soon(deps: RingDeps, task: NewTask) -> None:
    """Send the message of a task. If that fails, the schedule sends it."""
    try:
        ring(deps, [task.doorbell])
    except (QueueUnavailable, TargetUnavailable) as error:
        logger.warning("message left to the schedule", action="ring", error=str(error))
