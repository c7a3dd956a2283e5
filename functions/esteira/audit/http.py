"""The audit log as JSON."""

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from esteira.audit.entry import AuditEntry
from esteira.core.auditing.audited import Outcome
from esteira.core.http.shapes import Timestamp


class EntryJson(TypedDict):
    """One action. `before` and `after`: what its subject was, as far as the action says it. `reason`: why not done."""

    id: str
    at: Timestamp
    by: str
    name: str
    role: str
    action: str
    subject: str
    outcome: Outcome
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    address: str


class EntriesJson(TypedDict):
    """A page of entries. `next`: `before` of the next page."""

    entries: list[EntryJson]
    next: str | None


def entries_json(entries: Sequence[AuditEntry], limit: int) -> EntriesJson:
    """Return a page of entries, with the value of `before` for the next one."""
    return {
        "entries": [entry_json(entry) for entry in entries],
        "next": entries[-1].id if len(entries) == limit else None,
    }


def entry_json(entry: AuditEntry) -> EntryJson:
    """Return an entry."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "by": entry.by_id,
        "name": entry.by_name,
        "role": entry.role,
        "action": entry.action,
        "subject": entry.subject,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "before": None if entry.before is None else dict(entry.before),
        "after": None if entry.after is None else dict(entry.after),
        "address": entry.address,
    }
