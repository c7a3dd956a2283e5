"""Look-ups as JSON. Only the answer about one look-up, which its owner gets, holds what was found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from esteira.lookups.booking.calendar import Calendar, Entry
from esteira.lookups.booking.preview_lookups import Preview, ProviderOutlook
from esteira.lookups.booking.read_lookups import ShownLookup
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup
from esteira.lookups.lookup_task import LookupTask, NewTask


def lookup_json(lookup: Lookup) -> dict[str, Any]:
    """Return a look-up. `next_local` is its next time in its own zone."""
    due = lookup.next_due_at
    return {
        "id": str(lookup.id),
        "cnpj": lookup.cnpj,
        "cnpj_formatted": formatted(lookup.cnpj),
        "priority": lookup.priority.value,
        "repeat": lookup.recurrence.model_dump(mode="json") if lookup.recurrence else None,
        "time_zone": lookup.time_zone,
        "misfire": lookup.misfire.value,
        "grace_seconds": lookup.grace_seconds,
        "notify": lookup.notify,
        "state": "planned" if due else "done",
        "next_due_at": _text(due),
        "next_local": _text(due.astimezone(ZoneInfo(lookup.time_zone)) if due else None),
        "version": lookup.version,
        "created_at": _text(lookup.created_at),
        "changed_at": _text(lookup.changed_at),
    }


def lookups_json(lookups: Sequence[Lookup], limit: int) -> dict[str, Any]:
    """Return a page of look-ups, with the value of `after` for the next one."""
    return {
        "lookups": [lookup_json(lookup) for lookup in lookups],
        "next": str(lookups[-1].id) if len(lookups) == limit else None,
    }


def shown_json(shown: ShownLookup) -> dict[str, Any]:
    """Return a look-up for its owner, with its runs and what they found, partners included."""
    tasks = [{**task_json(task), "company": task.company} for task in shown.tasks]
    return {**lookup_json(shown.lookup), "tasks": tasks}


def task_json(task: LookupTask) -> dict[str, Any]:
    """Return a run, without what it found."""
    return {
        "id": str(task.id),
        "due_at": _text(task.due_at),
        "catch_up": task.catch_up,
        "queued_at": _text(task.queued_at),
        "state": task.state.value,
        "attempts": task.attempts,
        "started_at": _text(task.started_at),
        "finished_at": _text(task.finished_at),
        "provider": task.provider,
        "error": task.error,
    }


def queued_json(task: NewTask) -> dict[str, Any]:
    """Return a run that has just been queued."""
    return {"task_id": str(task.id), "lookup_id": str(task.lookup_id), "due_at": _text(task.due_at), "state": "queued"}


def calendar_json(calendar: Calendar) -> dict[str, Any]:
    """Return a calendar. `change_of_clock`: the local time is `missing` that day, or comes `twice`."""
    return {"entries": [_entry_json(entry) for entry in calendar.entries], "is_cut": calendar.is_cut}


def preview_json(preview: Preview) -> dict[str, Any]:
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
            "planned_until": _text(preview.planned_until),
            "is_cut": preview.is_cut,
        },
    }


def _outlook_json(outlook: ProviderOutlook) -> dict[str, Any]:
    return {
        "name": outlook.name,
        "rate_per_second": outlook.load.rate_per_second,
        "failing": round(outlook.load.failing, 3),
        "seconds": round(outlook.load.latency_seconds, 3),
        "is_known": outlook.is_known,
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind.value,
        "lookup_id": str(entry.lookup_id),
        "cnpj": entry.cnpj,
        "at": _text(entry.at),
        "local": _text(entry.at.astimezone(ZoneInfo(entry.time_zone))) if entry.time_zone else None,
        "change_of_clock": entry.change.value if entry.change else None,
        "task_id": str(entry.task.id) if entry.task else None,
        "state": entry.task.state.value if entry.task else None,
        "predicted_end": None,
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
