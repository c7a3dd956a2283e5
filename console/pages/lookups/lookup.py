"""The page of one look-up: what was booked, its runs, what they found, and what can be done."""

from typing import Any

from esteira.lookups.booking.read_lookups import ShownLookup, lookup_id, show_lookup
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup
from nicegui import ui

from console.elements.controls import Button
from console.elements.data_table import DataTable, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.lookups.actions import delete_one, run_one
from console.pages.lookups.company import company_facts
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.page import PATH, REFRESH_SECONDS
from console.pages.lookups.rows import repeats, run_columns, run_row
from console.pages.lookups.words import WORDS, LookupsWords


async def lookup_page(visit: Visit, _: LiveFeed, deps: LookupsDeps) -> None:
    """Build it. What belongs to somebody else is not found."""
    words = WORDS[visit.preferences.language]
    with HtmlElement("p", "back"):
        Text(words.all_mine, tag="a").props["href"] = PATH

    def question() -> ShownLookup:
        return show_lookup(deps.store, visit.principal.id, lookup_id(visit.path["lookup"]))

    def show(shown: ShownLookup) -> None:
        facts.show(*_facts(shown.lookup, words))
        table.show([run_row(task, words) for task in shown.tasks])
        _show_found(shown, found, words)

    panel = Panel(visit, words.lookup, question=question, show=show)
    with panel.content:
        facts = Facts(visit.words.locale)
        Text(words.runs, tag="h3")
        texts = table_texts(visit, caption=words.runs, empty=words.no_runs)
        table = DataTable(run_columns(words), texts, TableEvents())
        Text(words.found, tag="h3")
        found = Facts(visit.words.locale)
    with panel.tools:
        _tools(visit, words, deps, panel)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="look-up")


def _facts(lookup: Lookup, words: LookupsWords) -> list[Fact]:
    return [
        Fact(words.cnpj, formatted(lookup.cnpj), code=True),
        Fact(words.next, lookup.next_due_at),
        Fact(words.repeats, repeats(lookup.recurrence, words)),
        Fact(words.time_zone, lookup.time_zone),
        Fact(words.priority, words.priorities[lookup.priority]),
        Fact(words.misfire, words.misfires[lookup.misfire]),
        Fact(words.missed_after, lookup.grace_seconds),
        Fact(words.mails, words.yes if lookup.notify else words.no),
        Fact(words.created, lookup.created_at),
    ]


def _show_found(shown: ShownLookup, found: Facts, words: LookupsWords) -> None:
    company: Any = next((task.company for task in shown.tasks if task.company), None)
    found.show(*(company_facts(company, words) if company else [Fact(words.company, words.nothing_found)]))


def _tools(visit: Visit, words: LookupsWords, deps: LookupsDeps, panel: Panel[ShownLookup]) -> None:
    async def run() -> None:
        if panel.answer:
            await run_one(visit, words, deps.book, panel.answer.lookup)
            await panel.refresh()

    async def delete() -> None:
        if panel.answer and await delete_one(visit, words, deps.book, panel.answer.lookup):
            ui.navigate.to(PATH)

    Button(words.run_now, run, tone="primary")
    Button(words.delete, delete)
