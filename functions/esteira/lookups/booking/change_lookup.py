"""Changes, deletes and runs look-ups."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from esteira.core.errors import Conflict, NotFound, Outdated
from esteira.core.moments import TimeZone
from esteira.core.numbers import Whole
from esteira.lookups.booking.book_lookup import (
    LONGEST_GRACE_SECONDS,
    SHORTEST_GRACE_SECONDS,
    BookDeps,
    MisfireName,
    PriorityName,
    first_due,
    ring_soon,
)
from esteira.lookups.booking.read_lookups import own_lookup
from esteira.lookups.booking.starts import NOW
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.lookup import Lookup
from esteira.lookups.lookup_task import NewTask, new_task
from esteira.lookups.schedules.recurrence import Recurrence

WHEN_FIELDS = {"when", "repeat", "time_zone"}


class ChangeLookup(BaseModel, frozen=True, extra="forbid"):
    """What is to be different. `version` is the one that the change starts from.

    Fields that are left out stay. `repeat` null ends the repetition. If `when`, `repeat` or `time_zone` is given, the
    next time is found anew; without `when`, from now on.
    """

    version: Whole = Field(ge=1)
    cnpj: Cnpj | None = None
    when: str | None = Field(default=None, max_length=40)
    repeat: Recurrence | None = None
    priority: PriorityName | None = None
    notify: bool | None = None
    misfire: MisfireName | None = None
    grace_seconds: Whole | None = Field(default=None, ge=SHORTEST_GRACE_SECONDS, le=LONGEST_GRACE_SECONDS)
    time_zone: TimeZone | None = None


def change_lookup(deps: BookDeps, owner_id: str, lookup_id: UUID, change: ChangeLookup) -> Lookup:
    """Return the look-up as it is after the change. Tasks that are queued already stay as they are.

    Raises `NotFound`, `Outdated`, `Unprocessable` and `TargetUnavailable`.
    """
    store, now = deps.ring.store, deps.ring.clock()
    kept = own_lookup(store, owner_id, lookup_id)
    changed = changed_lookup(kept, change, now)
    if change.version != kept.version or not store.change(changed, version=change.version):
        raise Outdated(own_lookup(store, owner_id, lookup_id).version)
    return replace(changed, version=change.version + 1)


def delete_lookup(deps: BookDeps, owner_id: str, lookup_id: UUID) -> None:
    """Delete a look-up with its runs. Raises `NotFound` and `TargetUnavailable`."""
    if not deps.ring.store.delete(owner_id, lookup_id):
        raise NotFound


def run_lookup(deps: BookDeps, owner_id: str, lookup_id: UUID) -> NewTask:
    """Queue a run of a look-up now, whatever its times are. Returns its task.

    Raises `NotFound` and `TargetUnavailable`.
    """
    store, now = deps.ring.store, deps.ring.clock()
    task = new_task(own_lookup(store, owner_id, lookup_id), due_at=now, now=now, ageing=deps.ageing)
    if not store.add_task(task):
        raise Conflict("(it was deleted, or run at this very moment)")
    ring_soon(deps.ring, task)
    return task


def changed_lookup(kept: Lookup, change: ChangeLookup, now: datetime) -> Lookup:
    """Return a look-up with this change. Raises `Unprocessable`."""
    given = change.model_fields_set
    names = given & {"cnpj", "priority", "notify", "misfire", "grace_seconds", "time_zone"}
    values = {name: getattr(change, name) for name in names if getattr(change, name) is not None}
    changed = replace(kept, **values, changed_at=now)
    if "repeat" in given:
        changed = replace(changed, recurrence=change.repeat)
    return replace(changed, next_due_at=_next_due(changed, change, now)) if given & WHEN_FIELDS else changed


def _next_due(changed: Lookup, change: ChangeLookup, now: datetime) -> datetime | None:
    """A look-up that happens once keeps its time until `when` is given: its zone alone moves nothing."""
    if change.when is None and changed.recurrence is None:
        return None if "repeat" in change.model_fields_set else changed.next_due_at
    return first_due(change.when or NOW, changed.recurrence, changed.time_zone, now)
