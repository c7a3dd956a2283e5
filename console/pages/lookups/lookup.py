"""The page of one look-up: what was booked, its runs, what they found, and what can be done."""

from typing import Any
from uuid import UUID

from esteira.core.decoding import query_from
from esteira.core.errors import NotFound
from esteira.lookups.booking.read_lookups import ListRuns, ShownLookup, list_runs, lookup_id, show_lookup, show_run
from esteira.lookups.lookup_task import LookupTask
from nicegui import ui

from console.elements.controls import Button
from console.elements.data_table import TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.dialogs import drawer
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.lookups.actions import delete_one, run_one
from console.pages.lookups.calendar_words import WORDS as CALENDAR_WORDS
from console.pages.lookups.company import company_facts
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.moving import Mover
from console.pages.lookups.page import PATH, REFRESH_SECONDS
from console.pages.lookups.rows import lookup_facts, run_columns, run_facts, run_row
from console.pages.lookups.words import WORDS, LookupsWords

RUNS = 10
"""Runs on a page of their table."""


async def lookup_page(visit: Visit, _: LiveFeed, deps: LookupsDeps) -> None:
    """Build it. What belongs to somebody else is not found."""
    await _Page(visit, deps).begin()


class _Page:
    def __init__(self, visit: Visit, deps: LookupsDeps) -> None:
        self._visit, self._deps = visit, deps
        self._words = words = WORDS[visit.preferences.language]
        with HtmlElement("p", "back"):
            Text(words.all_mine, tag="a").props["href"] = PATH
        self._panel = Panel(visit, words.lookup, question=self._question, show=self._show)
        with self._panel.content, HtmlElement("div", "lookup-halves"):
            with HtmlElement("div"):
                Text(words.booking, tag="h3")
                self._facts = Facts(visit.words.locale)
            with HtmlElement("div"):
                Text(words.found, tag="h3")
                self._found = Facts(visit.words.locale)
        with self._panel.tools:
            self._tools()
        self._runs = PagedTable(
            visit,
            words.runs,
            run_columns(words),
            page=self._page,
            empty=words.no_runs,
            events=TableEvents(open=self._open),
        )

    async def begin(self) -> None:
        """Show it, and keep it as it is."""
        await self._refresh()
        self._visit.every(REFRESH_SECONDS, self._refresh, name="look-up")

    async def _refresh(self) -> None:
        await self._panel.refresh()
        await self._runs.refresh()

    def _question(self) -> ShownLookup:
        return show_lookup(self._deps.store, self._visit.principal.id, lookup_id(self._visit.path["lookup"]))

    def _show(self, shown: ShownLookup) -> None:
        self._facts.show(*lookup_facts(shown.lookup, self._words))
        company = next((task.company for task in shown.tasks if task.company), None)
        self._found.show(*_found(company, self._words))
        self._move.set_visibility(shown.lookup.next_due_at is not None and shown.lookup.recurrence is None)

    def _page(self, after: str | None) -> TablePage:
        query = query_from({"before": after, "limit": RUNS}, ListRuns)
        owner, one = self._visit.principal.id, lookup_id(self._visit.path["lookup"])
        runs = list_runs(self._deps.store, owner, one, query)
        return TablePage(
            rows=[run_row(task, self._words) for task in runs],
            after=runs[-1].due_at.isoformat() if len(runs) == RUNS else None,
        )

    async def _open(self, key: str) -> None:
        try:
            owner, id_ = self._visit.principal.id, UUID(key)
            task = await self._visit.read(lambda: show_run(self._deps.store, owner, id_))
        except NotFound:
            ui.notify(self._words.gone, type="negative")
            await self._refresh()
        else:
            self._show_run(task)

    def _show_run(self, task: LookupTask) -> None:
        with drawer(self._visit, self._words.run):
            Facts(self._visit.words.locale).show(*run_facts(task, self._words))
            Text(self._words.result, tag="h3")
            Facts(self._visit.words.locale).show(*_found(task.company, self._words))

    def _tools(self) -> None:
        words = self._words
        Button(words.run_now, self._run, tone="primary")
        change = Text(words.change, tag="a", role="button")
        change.props["href"] = f"{PATH}/{self._visit.path['lookup']}/change"
        self._move = Button(CALENDAR_WORDS[self._visit.preferences.language].move, self._ask_when)
        Button(words.delete, self._delete)

    async def _run(self) -> None:
        if shown := self._panel.answer:
            await run_one(self._visit, self._words, self._deps.book, shown.lookup)
            await self._refresh()

    def _ask_when(self) -> None:
        if shown := self._panel.answer:
            Mover(self._visit, self._deps, shown.lookup.time_zone, self._refresh).asked(shown.lookup)

    async def _delete(self) -> None:
        if (shown := self._panel.answer) and await delete_one(self._visit, self._words, self._deps.book, shown.lookup):
            ui.navigate.to(PATH)


def _found(company: Any, words: LookupsWords) -> list[Fact]:
    return company_facts(company, words) if company else [Fact(words.company, words.nothing_found)]
