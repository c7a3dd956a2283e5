"""The page of the audit log."""

from esteira.audit.entry import AuditEntry
from esteira.audit.export_entries import Export, ExportFormat, export_entries
from esteira.audit.list_entries import ListEntries, list_entries
from esteira.audit.ports import AuditStore
from esteira.core.auditing.audited import Outcome
from esteira.core.decoding import query_from
from esteira.core.http.policies import Policy
from nicegui import ui

from console.elements.controls import Button, Clicked
from console.elements.data_table import TableEvents
from console.frame.actions import Action, Done
from console.frame.dialogs import drawer
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.audit.rows import columns, row, show_entry
from console.pages.audit.words import WORDS, AuditWords

PATH = "/audit"
ROWS = 50
REFRESH_SECONDS = 5
FILTERS = ("by", "action", "subject", "outcome")


async def audit_page(visit: Visit, _: LiveFeed, store: AuditStore) -> None:
    """Build the list with its filters; the time range is that of the frame. A row opens with its changes."""
    words = WORDS[visit.preferences.language]
    shown: dict[str, AuditEntry] = {}
    _filters(visit, words)

    def page(before: str | None) -> TablePage:
        entries = list_entries(store, _query(visit, before))
        shown.update({entry.id: entry for entry in entries})
        return TablePage(
            rows=[row(entry, words) for entry in entries], after=entries[-1].id if len(entries) == ROWS else None
        )

    def open_entry(key: str) -> None:
        if entry := shown.get(key):
            with drawer(visit, words.entry):
                show_entry(entry, words, visit)

    events = TableEvents(open=open_entry)
    panel = PagedTable(visit, words.entries, columns(words), page=page, empty=words.none, events=events)
    with panel.tools:
        Button(words.export_csv, _exporter(visit, words, store, ExportFormat.CSV))
        Button(words.export_json, _exporter(visit, words, store, ExportFormat.JSON_LINES))
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="audit")


def _filters(visit: Visit, words: AuditWords) -> None:
    filters = Filters(visit, PATH)
    outcomes = [(outcome.value, words.outcomes[outcome]) for outcome in Outcome]
    filters.choice("outcome", words.outcome, outcomes, anything=words.any_outcome)
    filters.fields({"by": words.by, "action": words.action, "subject": words.subject}, search=words.search)


def _query(visit: Visit, before: str | None) -> ListEntries:
    given = {name: visit.query.get(name) for name in FILTERS}
    since = visit.since.isoformat() if visit.since else None
    return query_from({**given, "from": since, "before": before, "limit": ROWS}, ListEntries)


def _exporter(visit: Visit, words: AuditWords, store: AuditStore, form: ExportFormat) -> Clicked:
    def work(_: str) -> Done[Export]:
        export = export_entries(store, _query(visit, None), form)
        return Done(value=export, after={"entries": export.entries, "form": form.value})

    def said(export: Export) -> str:
        sentence = words.exported if export.is_whole else words.exported_newest
        return sentence.format(visit.words.count(export.entries))

    async def submit() -> None:
        action = Action(name="audit_log.exported", subject=form.value, policy=Policy.ADMIN)
        export = await visit.actor.perform(action, work, done=said)
        if export:
            ui.download.content(export.text, f"audit-{visit.clock():%Y%m%dT%H%M%SZ}.{form.value}")

    return submit
