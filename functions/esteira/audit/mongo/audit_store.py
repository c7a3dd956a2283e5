"""Entries of the audit log in MongoDB.

The ids are in the order of time. A page is read in periods, by the index of the time; what is rare, by a filter's own.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pymongo import DESCENDING
from pymongo.database import Database

from esteira.audit.entry import LIFE, AuditEntry, AuditFilter, id_from, is_id, time_in
from esteira.audit.mongo.collections import COLLECTION, SECONDS
from esteira.audit.mongo.windows import Window, windows
from esteira.core.auditing.audited import Facts, Outcome
from esteira.core.clock import Clock, utc_now
from esteira.core.errors import AuditLogUnavailable
from esteira.core.mongo import answers_within

PATIENCE_SECONDS = 0.3
"""For how long a page is looked for in periods, by the index of the time, before a filter's own index is used."""

MILLISECOND = timedelta(milliseconds=1)


class MongoAuditStore:
    """The port `AuditStore`."""

    def __init__(
        self, database: Database[Any], clock: Clock = utc_now, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._entries = database[COLLECTION]
        self._clock = clock
        self._monotonic = monotonic

    def add(self, entry: AuditEntry) -> None:
        """See `AuditStore.add`."""
        with answers_within(SECONDS, AuditLogUnavailable):
            self._entries.insert_one(document_of(entry))

    def page(self, chosen: AuditFilter) -> Sequence[AuditEntry]:
        """See `AuditStore.page`."""
        found: list[AuditEntry] = []
        fields, patience_ends = query_of(chosen), self._monotonic() + PATIENCE_SECONDS
        with answers_within(SECONDS, AuditLogUnavailable):
            for window in self._windows(chosen):
                most = chosen.limit - len(found)
                if fields and self._monotonic() > patience_ends:
                    # What is sought is rare: all that is left of it, by its own index.
                    return found + self._find({**fields, **_period(Window(since=None, until=window.until))}, most)
                found += self._find({**_period(window), **fields}, most)
                if len(found) >= chosen.limit or _is_last(window, chosen):
                    break
        return found

    def _windows(self, chosen: AuditFilter) -> Iterator[Window]:
        ends = [end for end in (chosen.until, time_in(chosen.before) if chosen.before else None) if end]
        # MongoDB keeps milliseconds: the end is a little later than what is asked for, and the ids cut exactly.
        return windows(min(ends) + MILLISECOND, is_open=False) if ends else windows(self._clock(), is_open=True)

    def _find(self, query: Mapping[str, Any], most: int) -> list[AuditEntry]:
        # SecantusDB takes the index of the query's first field.
        return [_entry(document) for document in self._entries.find(query).sort("_id", DESCENDING).limit(most)]


def query_of(chosen: AuditFilter) -> Mapping[str, Any]:
    """Return the query of MongoDB for these entries, without order and number."""
    fields = {
        "subject": chosen.subject,
        "outcome": chosen.outcome.value if chosen.outcome else None,
        _named_by(chosen.by): chosen.by,
        "action" if chosen.action and _is_whole(chosen.action) else "topic": chosen.action,
    }
    return {**{name: {"$eq": value} for name, value in fields.items() if value is not None}, **_between(chosen)}


def document_of(entry: AuditEntry) -> dict[str, Any]:
    """Return an entry as it is stored: facts as text, since their names and numbers may be none of MongoDB's."""
    return {
        "_id": entry.id,
        "at": entry.at,
        "by_id": entry.by_id,
        "by_name": entry.by_name,
        "role": entry.role,
        "action": entry.action,
        "topic": entry.topic,
        "subject": entry.subject,
        "before": _text(entry.before),
        "after": _text(entry.after),
        "outcome": entry.outcome.value,
        "reason": entry.reason,
        "address": entry.address,
        "expires_at": entry.at + LIFE,
    }


def _period(window: Window) -> Mapping[str, Any]:
    bounds = {"$gte": window.since, "$lt": window.until}
    period = {name: bound for name, bound in bounds.items() if bound is not None}
    return {"at": period} if period else {}


def _is_last(window: Window, chosen: AuditFilter) -> bool:
    return bool(chosen.since and window.since and window.since <= chosen.since)


def _named_by(by: str | None) -> str:
    return "by_id" if by and is_id(by) else "by_name"


def _is_whole(action: str) -> bool:
    return "." in action or " " in action


def _between(chosen: AuditFilter) -> Mapping[str, Any]:
    least = id_from(chosen.since) if chosen.since else None
    ends = [end for end in (chosen.before, id_from(chosen.until) if chosen.until else None) if end]
    bounds = {"$gte": least, "$lt": min(ends, default=None)}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    return {"_id": given} if given else {}


def _text(facts: Facts | None) -> str | None:
    return None if facts is None else json.dumps(facts, ensure_ascii=False)


def _facts(text: str | None) -> Facts | None:
    if text is None:
        return None
    facts: Facts = json.loads(text)
    return facts


def _entry(document: Mapping[str, Any]) -> AuditEntry:
    fields = {name: value for name, value in document.items() if name not in ("_id", "at", "topic", "expires_at")}
    return AuditEntry(
        id=document["_id"],
        at=time_in(document["_id"]) or document["at"],
        before=_facts(fields.pop("before")),
        after=_facts(fields.pop("after")),
        outcome=Outcome(fields.pop("outcome")),
        **fields,
    )
