"""The export of the audit log."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

from esteira.audit.entry import AuditEntry, AuditFilter
from esteira.audit.export_entries import MOST_EXPORTED, ExportFormat, export_entries
from esteira.audit.list_entries import ListEntries
from esteira.audit.memory import MemoryAuditStore

from tests.fixtures.audit import entry

EVERYTHING = ListEntries()


def store_of(count: int, by_name: str = "Maria") -> MemoryAuditStore:
    store = MemoryAuditStore()
    for minute in range(count):
        store.add(replace(entry(minute), by_name=by_name))
    return store


def test_all_pages_are_exported_as_one_line_each() -> None:
    export = export_entries(store_of(250), EVERYTHING, ExportFormat.JSON_LINES)

    lines = [json.loads(line) for line in export.text.splitlines()]
    assert (len(lines), export.entries, export.is_whole) == (250, 250, True)
    assert lines[0]["before"] == {"paused": False, "version": 3, "delay": 0.1}


def test_no_cell_of_the_csv_is_a_formula() -> None:
    export = export_entries(store_of(1, by_name="=1+1"), EVERYTHING, ExportFormat.CSV)

    (row,) = csv.DictReader(io.StringIO(export.text))
    assert row["name"] == "'=1+1"
    assert json.loads(row["after"]) == {"paused": True, "version": 4}


def test_an_export_that_is_not_whole_says_so() -> None:
    class Endless(MemoryAuditStore):
        def page(self, chosen: AuditFilter) -> Sequence[AuditEntry]:
            return [entry(0)] * chosen.limit

    export = export_entries(Endless(), EVERYTHING, ExportFormat.JSON_LINES)

    assert (export.entries, export.is_whole) == (MOST_EXPORTED, False)
