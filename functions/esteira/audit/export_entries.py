"""Exports entries of the audit log as one text: CSV for people, JSON lines for machines."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from esteira.audit.entry import AuditEntry
from esteira.audit.http import EntryJson, entry_json
from esteira.audit.list_entries import MOST_LISTED, ListEntries, list_entries
from esteira.audit.ports import AuditStore

MOST_EXPORTED = 10_000
"""Entries of one export, the newest ones. More is what reports are for."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would calculate."""


class ExportFormat(StrEnum):
    """How entries are written."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@dataclass(frozen=True, kw_only=True)
class Export:
    """The text, and how many entries it has. `is_whole`: whether these are all that were asked for."""

    text: str
    entries: int
    is_whole: bool


def export_entries(store: AuditStore, query: ListEntries, form: ExportFormat) -> Export:
    """Return the newest entries of this query, `MOST_EXPORTED` at most. Raises `AuditLogUnavailable`."""
    entries: list[AuditEntry] = []
    for page in _pages(store, query):
        entries += page
        if len(entries) > MOST_EXPORTED:
            break
    kept = entries[:MOST_EXPORTED]
    text = WRITERS[form]([entry_json(entry) for entry in kept])
    return Export(text=text, entries=len(kept), is_whole=len(entries) <= MOST_EXPORTED)


def _pages(store: AuditStore, query: ListEntries) -> Iterator[Sequence[AuditEntry]]:
    before = query.before
    while True:
        page = list_entries(store, query.model_copy(update={"before": before, "limit": MOST_LISTED}))
        yield page
        if len(page) < MOST_LISTED:
            return
        before = page[-1].id


def _json_lines(entries: Sequence[EntryJson]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def _csv(entries: Sequence[EntryJson]) -> str:
    written = io.StringIO()
    names = list(EntryJson.__annotations__)
    rows = csv.writer(written)
    rows.writerow(names)
    rows.writerows([_cell(entry, name) for name in names] for entry in entries)
    return written.getvalue()


def _cell(entry: Mapping[str, object], name: str) -> str:
    value = entry[name]
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


WRITERS: Mapping[ExportFormat, Callable[[Sequence[EntryJson]], str]] = {
    ExportFormat.CSV: _csv,
    ExportFormat.JSON_LINES: _json_lines,
}
