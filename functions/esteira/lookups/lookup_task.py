"""One run of a look-up.

queued ──claimed──> running ──> succeeded | not_found
   ^                 │   ^
   └──── no turn ────┤   └─received again─┐
                     └─failed─> retrying ─┴─fifth failure─> dead ──redrive──> queued
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from esteira.lookups.lookup import Lookup
from esteira.lookups.ranking import Priority, ranked_at


class TaskState(StrEnum):
    """Where a task is."""

    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    DEAD = "dead"
    SUCCEEDED = "succeeded"
    NOT_FOUND = "not_found"


FINISHED = frozenset({TaskState.SUCCEEDED, TaskState.NOT_FOUND})
"""The task has its answer."""


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task that is to be queued. `doorbell` is the id of the message that will carry it.

    `catch_up`: it stands for times that were missed.
    """

    id: UUID
    lookup_id: UUID
    owner_id: str
    cnpj: str
    priority: Priority
    notify: bool
    due_at: datetime
    catch_up: bool
    queued_at: datetime
    ranked_at: datetime
    doorbell: UUID


@dataclass(frozen=True, kw_only=True)
class LookupTask:
    """A task as it is kept. `company`: the result without the raw answer; partners in it are personal data."""

    id: UUID
    lookup_id: UUID
    cnpj: str
    priority: Priority
    due_at: datetime
    catch_up: bool
    queued_at: datetime
    state: TaskState
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None
    provider: str | None
    error: str | None
    company: Mapping[str, Any] | None = field(default=None, repr=False)


def new_task(lookup: Lookup, *, due_at: datetime, now: datetime, ageing: timedelta, catch_up: bool = False) -> NewTask:
    """Return a task of a look-up, queued now. `ageing`: see `ranked_at`."""
    return NewTask(
        id=uuid4(),
        lookup_id=lookup.id,
        owner_id=lookup.owner_id,
        cnpj=lookup.cnpj,
        priority=lookup.priority,
        notify=lookup.notify,
        due_at=due_at,
        catch_up=catch_up,
        queued_at=now,
        ranked_at=ranked_at(now, lookup.priority, ageing=ageing),
        doorbell=uuid4(),
    )
