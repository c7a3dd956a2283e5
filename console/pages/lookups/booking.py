"""The page on which look-ups are booked, after their prediction was shown."""

from esteira.core.errors import EsteiraError
from esteira.core.moments import DEFAULT_TIME_ZONE
from esteira.lookups.booking.preview_lookups import preview_csv, preview_lookup
from nicegui import ui

from console.elements.controls import Button, Choice, Field, FileField
from console.elements.text import HtmlElement, Text
from console.frame.dialogs import confirmed
from console.frame.moment import LiveFeed
from console.frame.visit import Visit
from console.pages.lookups.actions import book_lines, book_one
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.form import LookupForm
from console.pages.lookups.page import PATH
from console.pages.lookups.predicting import prediction
from console.pages.lookups.words import WORDS, LookupsWords

MOST_BYTES = 500_000
"""The connection of a page carries a megabyte at once."""


async def booking_page(visit: Visit, _: LiveFeed, deps: LookupsDeps) -> None:
    """Build it."""
    _Booking(visit, WORDS[visit.preferences.language], deps)


class _Booking:
    def __init__(self, visit: Visit, words: LookupsWords, deps: LookupsDeps) -> None:
        self._visit, self._words, self._deps = visit, words, deps
        with HtmlElement("p", "back"):
            Text(words.all_mine, tag="a").props["href"] = PATH
        with HtmlElement("section", "card panel").with_attributes(aria_label=words.new):
            Text(words.new, tag="h2")
            kinds = [("one", words.one_company), ("csv", words.csv)]
            self._kind = Choice(words.what, kinds, on_change=self._show)
            self._kind.classes("lookup-kind")
            self._form = LookupForm(words)
            with HtmlElement("div", "lookup-lines") as self._csv:
                hint = words.csv_file_hint.format(MOST_BYTES // 1000)
                self._file = FileField(words.csv_file, self._take, accept=".csv", most_bytes=MOST_BYTES, hint=hint)
                self._read = Text(tag="p")
                self._read.props["role"] = "status"
                self._lines = Field(
                    words.csv, kind="textarea", hint=words.csv_hint, on_change=self._typed, spellcheck="false"
                )
            self._from_file: str | None = None
            self._fault = Text(tag="p", role="note warning")
            self._fault.props["role"] = "alert"
            Button(words.preview, self._go_on, tone="primary")
        self._show("one")

    def _show(self, kind: str) -> None:
        self._form.set_visibility(kind == "one")
        self._csv.set_visibility(kind == "csv")

    def _take(self, text: str | None) -> None:
        self._from_file = text
        self._file.refuse(self._words.csv_too_big if text is None else "")
        self._read.set_text(self._words.csv_read.format(len(text.splitlines())) if text else "")

    def _typed(self, _: str) -> None:
        self._from_file = None
        self._read.set_text("")

    async def _go_on(self) -> None:
        self._fault.set_text("")
        try:
            await (self._go_on_with_one() if self._kind.value == "one" else self._go_on_with_lines())
        except EsteiraError as error:
            self._fault.set_text(self._visit.words.reason(error.public_message))

    async def _go_on_with_one(self) -> None:
        words, command = self._words, self._form.command()
        owner = self._visit.principal.id
        preview = await self._visit.read(lambda: preview_lookup(self._deps.preview, owner, command))
        missed = words.if_missed.format(words.misfires[command.misfire])
        sentences = [*prediction(preview, words, command.time_zone), missed]
        if await confirmed(self._visit, words.book_title, sentences, action=words.book):
            lookup = await book_one(self._visit, words, self._deps.book, command)
            if lookup:
                ui.navigate.to(f"{PATH}/{lookup.id}")

    async def _go_on_with_lines(self) -> None:
        words, body = self._words, (self._from_file or self._lines.value).encode()
        owner = self._visit.principal.id
        preview = await self._visit.read(lambda: preview_csv(self._deps.preview, owner, body))
        title = words.book_many.format(preview.count)
        sentences = prediction(preview, words, DEFAULT_TIME_ZONE)
        if not await confirmed(self._visit, title, sentences, action=words.book):
            return
        if await book_lines(self._visit, words, self._deps.book, body) is not None:
            ui.navigate.to(PATH)
