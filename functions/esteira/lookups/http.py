"""Look-ups as JSON. Only the answer about one look-up, which its owner gets, holds what was found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from typing_extensions import TypedDict

from esteira.core.decoding import as_json
from esteira.core.http.shapes import Timestamp
from esteira.lookups.booking.calendar import Calendar, Entry, EntryKind
from esteira.lookups.booking.preview_lookups import Preview, ProviderOutlook
from esteira.lookups.booking.read_lookups import ShownLookup
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup, LookupState, Misfire
from esteira.lookups.lookup_task import LookupTask, NewTask, TaskState
from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.local_times import ClockChange
from esteira.lookups.schedules.recurrence import Recurrence


class LookupJson(TypedDict):
    """A look-up. `next_local` is its next time in its own zone."""

    id: str
    cnpj: str
    cnpj_formatted: str
    priority: Priority
    repeat: Recurrence | None
    time_zone: str
    misfire: Misfire
    grace_seconds: int
    notify: bool
    state: LookupState
    next_due_at: Timestamp | None
    next_local: Timestamp | None
    version: int
    created_at: Timestamp
    changed_at: Timestamp


class LookupsJson(TypedDict):
    """A page of look-ups. `next` is the `after` of the next page."""

    lookups: list[LookupJson]
    next: str | None


class TaskJson(TypedDict):
    """A run of a look-up."""

    id: str
    due_at: Timestamp
    catch_up: bool
    queued_at: Timestamp
    state: TaskState
    attempts: int
    started_at: Timestamp | None
    finished_at: Timestamp | None
    provider: str | None
    error: str | None


class ShownTaskJson(TaskJson):
    """A run for the owner of its look-up, with what it found."""

    company: dict[str, Any] | None


class ShownLookupJson(LookupJson):
    """A look-up for its owner, with its newest runs."""

    tasks: list[ShownTaskJson]


class QueuedJson(TypedDict):
    """A run that has just been queued."""

    task_id: str
    lookup_id: str
    due_at: Timestamp
    state: Literal["queued"]


class EntryJson(TypedDict):
    """A time of a look-up. `change_of_clock`: the local time is `missing` that day, or comes `twice`.

    `predicted_end`: by when what is queued or under way ends.
    """

    kind: EntryKind
    lookup_id: str
    cnpj: str
    at: Timestamp
    local: Timestamp | None
    change_of_clock: ClockChange | None
    task_id: str | None
    state: TaskState | None
    predicted_end: Timestamp | None


class CalendarJson(TypedDict):
    """The entries in their order. `is_cut`: there are more than are shown."""

    entries: list[EntryJson]
    is_cut: bool


class OutlookJson(TypedDict):
    """A provider as the prediction takes it. `is_known`: it was asked of late, and is taken as it was then."""

    name: str
    rate_per_second: float
    failing: float
    seconds: float
    is_known: bool


class AssumptionsJson(TypedDict):
    """What a prediction assumes."""

    waiting: int
    order: Literal["priority", "arrival"]
    ageing_seconds: float
    look_ups_per_second: float
    in_flight: int
    providers: list[OutlookJson]
    planned_until: Timestamp
    is_cut: bool


class PreviewJson(TypedDict):
    """A prediction. The ends and the position are null if no provider answers now."""

    count: int
    first_end: Timestamp | None
    last_end: Timestamp | None
    position: int | None
    assumptions: AssumptionsJson


def lookup_json(lookup: Lookup) -> LookupJson:
    """Return a look-up. `next_local` is its next time in its own zone."""
    due = lookup.next_due_at
    return {
        "id": str(lookup.id),
        "cnpj": lookup.cnpj,
        "cnpj_formatted": formatted(lookup.cnpj),
        "priority": lookup.priority,
        "repeat": as_json(lookup.recurrence) if lookup.recurrence else None,
        "time_zone": lookup.time_zone,
        "misfire": lookup.misfire,
        "grace_seconds": lookup.grace_seconds,
        "notify": lookup.notify,
        "state": LookupState.PLANNED if due else LookupState.DONE,
        "next_due_at": _text(due),
        "next_local": _text(due.astimezone(ZoneInfo(lookup.time_zone)) if due else None),
        "version": lookup.version,
        "created_at": lookup.created_at.isoformat(),
        "changed_at": lookup.changed_at.isoformat(),
    }


def lookups_json(lookups: Sequence[Lookup], limit: int) -> LookupsJson:
    """Return a page of look-ups, with the value of `after` for the next one."""
    return {
        "lookups": [lookup_json(lookup) for lookup in lookups],
        "next": str(lookups[-1].id) if len(lookups) == limit else None,
    }


def shown_json(shown: ShownLookup) -> ShownLookupJson:
    """Return a look-up for its owner, with its runs and what they found, partners included."""
    return {**lookup_json(shown.lookup), "tasks": [_shown_task_json(task) for task in shown.tasks]}


def _shown_task_json(task: LookupTask) -> ShownTaskJson:
    return {**task_json(task), "company": dict(task.company) if task.company else None}


def task_json(task: LookupTask) -> TaskJson:
    """Return a run, without what it found."""
    return {
        "id": str(task.id),
        "due_at": task.due_at.isoformat(),
        "catch_up": task.catch_up,
        "queued_at": task.queued_at.isoformat(),
        "state": task.state,
        "attempts": task.attempts,
        "started_at": _text(task.started_at),
        "finished_at": _text(task.finished_at),
        "provider": task.provider,
        "error": task.error,
    }


def queued_json(task: NewTask) -> QueuedJson:
    """Return a run that has just been queued."""
    return {
        "task_id": str(task.id),
        "lookup_id": str(task.lookup_id),
        "due_at": task.due_at.isoformat(),
        "state": "queued",
    }


def calendar_json(calendar: Calendar) -> CalendarJson:
    """Return a calendar. `change_of_clock`: the local time is `missing` that day, or comes `twice`."""
    return {"entries": [_entry_json(entry) for entry in calendar.entries], "is_cut": calendar.is_cut}


def preview_json(preview: Preview) -> PreviewJson:
    """Return a prediction with what it assumes. The ends and the position are null if no provider answers now."""
    ends = preview.ends
    return {
        "count": preview.count,
        "first_end": _text(ends.first_end if ends else None),
        "last_end": _text(ends.last_end if ends else None),
        "position": ends.position if ends else None,
        "assumptions": {
            "waiting": preview.waiting,
            "order": "priority" if preview.ageing else "arrival",
            "ageing_seconds": preview.ageing.total_seconds(),
            "look_ups_per_second": round(preview.capacity.per_second, 3),
            "in_flight": preview.in_flight,
            "providers": [_outlook_json(provider) for provider in preview.providers],
            "planned_until": preview.planned_until.isoformat(),
            "is_cut": preview.is_cut,
        },
    }


def _outlook_json(outlook: ProviderOutlook) -> OutlookJson:
    return {
        "name": outlook.name,
        "rate_per_second": outlook.load.rate_per_second,
        "failing": round(outlook.load.failing, 3),
        "seconds": round(outlook.load.latency_seconds, 3),
        "is_known": outlook.is_known,
    }


def _entry_json(entry: Entry) -> EntryJson:
    return {
        "kind": entry.kind,
        "lookup_id": str(entry.lookup_id),
        "cnpj": entry.cnpj,
        "at": entry.at.isoformat(),
        "local": _text(entry.at.astimezone(ZoneInfo(entry.time_zone))) if entry.time_zone else None,
        "change_of_clock": entry.change,
        "task_id": str(entry.task.id) if entry.task else None,
        "state": entry.task.state if entry.task else None,
        "predicted_end": _text(entry.predicted_end),
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
