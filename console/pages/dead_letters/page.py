"""The page of dead letters: their groups, the letters that match the filters, and redrives of many."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from esteira.core.decoding import query_from
from esteira.core.errors import EsteiraError
from esteira.core.http.policies import Policy
from esteira.workbench.export_letters import MOST_NAMED
from esteira.workbench.letter import FiledLetter, LetterGroup
from esteira.workbench.list_dead_letters import (
    MOST_LISTED,
    GroupDeadLetters,
    ListDeadLetters,
    count_dead_letters,
    group_dead_letters,
    list_dead_letters,
    place_text,
)
from nicegui import ui

from console.elements.controls import Button
from console.elements.data_table import DataTable, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import Text
from console.frame.filters import address
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage, table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.dead_letters.actions import read_queues
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.export import EXPORT
from console.pages.dead_letters.filters import given, show_filters
from console.pages.dead_letters.import_words import WORDS as IMPORT_WORDS
from console.pages.dead_letters.importing import ask_for_file
from console.pages.dead_letters.rows import REDRIVES, group_columns, group_row, letter_columns, letter_row
from console.pages.dead_letters.sending import Letters, ask_to_send, letters_of
from console.pages.dead_letters.unfinished import unfinished_panel
from console.pages.dead_letters.words import WORDS, DeadLettersWords

REFRESH_SECONDS = 5


async def dead_letters_page(visit: Visit, _: LiveFeed, deps: DeadLettersDeps) -> None:
    """Build it."""
    await DeadLettersPage(visit, deps).build()


class DeadLettersPage:
    """The page while it is open."""

    def __init__(self, visit: Visit, deps: DeadLettersDeps) -> None:
        self._visit, self._deps = visit, deps
        self._words: DeadLettersWords = WORDS[visit.preferences.language]
        self._shown: dict[str, FiledLetter] = {}
        self._chosen: Sequence[str] = ()
        self._filed_at: datetime | None = None

    async def build(self) -> None:
        """Build filters, groups and letters."""
        show_filters(self._visit, self._words)
        self._unfinished = unfinished_panel(self._visit, self._words, self._deps)
        self._groups = self._groups_panel()
        self._letters = self._letters_panel()
        await self._refresh()
        self._visit.every(REFRESH_SECONDS, self._refresh, name="dead letters")

    def _groups_panel(self) -> Panel[Sequence[LetterGroup]]:
        panel = Panel(self._visit, self._words.groups, question=self._read_groups, show=self._show_groups)
        with panel.content:
            texts = table_texts(self._visit, caption=self._words.groups, empty=self._words.no_groups)
            self._table = DataTable(group_columns(self._words), texts, TableEvents())
        return panel

    def _query(self) -> GroupDeadLetters:
        return query_from(given(self._visit.query, self._visit.clock()), GroupDeadLetters)

    def _read_groups(self) -> Sequence[LetterGroup]:
        return group_dead_letters(self._deps.workbench.store, self._query())

    def _show_groups(self, groups: Sequence[LetterGroup]) -> None:
        self._table.show([group_row(group, self._visit.words, self._visit.query) for group in groups])

    def _letters_panel(self) -> PagedTable:
        words, refused = self._words, self._visit.refusal(Policy.OPERATOR)
        imports = IMPORT_WORDS[self._visit.preferences.language]
        panel = PagedTable(
            self._visit,
            words.letters,
            letter_columns(words),
            page=self._page,
            empty=words.no_letters,
            events=TableEvents(select=self._choose),
        )
        with panel.tools:
            Text(words.redrives, tag="a", role="button").props["href"] = REDRIVES
            Button(words.read_queues, self._read_queues, refused=refused)
            Button(words.send_selected, self._send_selected, refused=refused)
            Button(words.send_all, self._send_all, refused=refused)
            Button(words.export_selected, self._export_selected)
            Text(words.export_all, tag="a", role="button").props["href"] = address(EXPORT, self._visit.query)
            Button(imports.button, lambda: ask_for_file(self._visit, self._deps), refused=refused)
        with panel.content:
            self._as_of = Facts(self._visit.words.locale)
            self._as_of.classes("letters-as-of").move(target_index=0)
        return panel

    def _page(self, after: str | None) -> TablePage:
        query = query_from(
            {**given(self._visit.query, self._visit.clock()), "after": after, "limit": MOST_LISTED}, ListDeadLetters
        )
        letters = list_dead_letters(self._deps.workbench.store, query)
        self._filed_at = self._oldest_filing()
        rows = [letter_row(letter, self._visit.words) for letter in letters]
        shown = dict(zip([row["key"] for row in rows], letters, strict=True))
        self._shown = {**self._shown, **shown} if after else shown
        return TablePage(rows=rows, after=place_text(letters[-1]) if len(letters) == MOST_LISTED else None)

    def _oldest_filing(self) -> datetime | None:
        """Return since when something may have changed in the queues that are shown."""
        filings = self._deps.workbench.store.filings().values()
        lane = self._visit.query.get("lane")
        return min((filing.at for filing in filings if lane in (None, "", filing.lane)), default=None)

    async def _refresh(self) -> None:
        # At once: a text is looked for in all bodies, by both.
        await asyncio.gather(self._groups.refresh(), self._letters.refresh(), self._unfinished.refresh())
        self._as_of.show(Fact(self._words.as_of, self._filed_at))

    def _choose(self, keys: Sequence[str]) -> None:
        self._chosen = keys

    async def _read_queues(self) -> None:
        await read_queues(self._visit, self._words, self._deps)
        await self._refresh()

    def _selected(self) -> Letters | None:
        """Return the letters that are chosen; None after the visitor was told why there are none."""
        letters = [self._shown[key] for key in self._chosen if key in self._shown]
        if not letters:
            ui.notify(self._words.choose_letters)
        elif len({letter.lane for letter in letters}) > 1:
            ui.notify(self._words.choose_lane)
        else:
            ids = tuple(letter.sqs_message_id for letter in letters)
            return Letters(lane=letters[0].lane, count=len(ids), ids=ids)
        return None

    def _send_selected(self) -> None:
        if letters := self._selected():
            ask_to_send(self._visit, self._words, self._deps, letters)

    def _export_selected(self) -> None:
        letters = self._selected()
        if letters and letters.count > MOST_NAMED:
            ui.notify(self._words.export_fewer.format(MOST_NAMED))
        elif letters:
            ui.navigate.to(address(EXPORT, {"lane": letters.lane, "ids": ",".join(letters.ids or ())}))

    async def _send_all(self) -> None:
        filters = given(self._visit.query, self._visit.clock())
        query = query_from(filters, GroupDeadLetters)
        try:
            counts = await self._visit.read(lambda: count_dead_letters(self._deps.workbench.store, query))
        except EsteiraError as error:
            ui.notify(self._visit.words.reason(error.public_message), type="negative")
            return
        if not counts:
            ui.notify(self._words.no_letters)
        elif len(counts) > 1:
            ui.notify(self._words.choose_lane)
        else:
            ask_to_send(self._visit, self._words, self._deps, letters_of(counts[0], filters))
