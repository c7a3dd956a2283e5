"""Moves a planned look-up, by a drag or by a dialog with a date: the new end is shown before anything is kept."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from esteira.core.errors import EsteiraError, NotFound, Outdated
from esteira.core.moments import moment
from esteira.lookups.booking.book_lookup import first_due
from esteira.lookups.booking.calendar import Entry, EntryKind
from esteira.lookups.booking.change_lookup import ChangeLookup
from esteira.lookups.booking.read_lookups import own_lookup
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup
from nicegui import ui

from console.elements.controls import Button, Field
from console.elements.text import HtmlElement, Text
from console.frame.dialogs import drawer
from console.frame.visit import Visit
from console.pages.lookups.calendar_words import WORDS
from console.pages.lookups.days import moved_to
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.page import PATH
from console.pages.lookups.predicting import Asked, change_predicted
from console.pages.lookups.words import WORDS as LIST_WORDS


class Mover:
    """What happens when a chip is opened or dropped, or a look-up is moved. `refresh` is called after a move, and when
    the page shows what is no more."""

    def __init__(self, visit: Visit, deps: LookupsDeps, zone: str, refresh: Callable[[], Awaitable[None]]) -> None:
        self._visit, self._deps, self._zone, self._refresh = visit, deps, zone, refresh
        self._words = WORDS[visit.preferences.language]

    async def dropped(self, dragged: str, day: date) -> None:
        """Move what was dragged to another day, at the same time of day."""
        id_, _, at = dragged.partition(" ")
        try:
            lookup_id, start = UUID(id_), moment(at)
        except ValueError:
            # Such as a text of another window.
            ui.notify(self._words.dropped, type="warning")
            return
        lookup = await self._find(lookup_id)
        if lookup is None:
            return
        if lookup.recurrence is None:
            await self._move(lookup, moved_to(start, day, self._zone))
        else:
            ui.notify(self._words.repeated, type="warning")

    async def opened(self, entry: Entry) -> None:
        """Show an entry, and, if it can be moved, the field for its new time."""
        words, lookup = self._words, await self._find(entry.lookup_id)
        if lookup is None:
            return
        with drawer(self._visit, formatted(entry.cnpj)) as dialog:
            Text(f"{words.kinds[entry.kind]}: {entry.at.astimezone(ZoneInfo(self._zone)):{words.moment}}", tag="p")
            Text(words.open, tag="a").props["href"] = f"{PATH}/{lookup.id}"
            if entry.kind is EntryKind.PLANNED:
                self._fields(lookup, entry.at, dialog)

    def asked(self, lookup: Lookup) -> None:
        """Show the field for the new time of a look-up, or why it has none."""
        with drawer(self._visit, formatted(lookup.cnpj)) as dialog:
            self._fields(lookup, lookup.next_due_at or self._visit.clock(), dialog)

    def _fields(self, lookup: Lookup, at: datetime, dialog: ui.dialog) -> None:
        words, local = self._words, at.astimezone(ZoneInfo(self._zone))
        if lookup.recurrence:
            Text(words.repeated, tag="p")
            return
        label, value = words.new_time.format(self._zone), f"{local:%Y-%m-%dT%H:%M}"
        with HtmlElement("div", "lookup-move"):
            field = Field(label, kind="datetime-local", value=value)

        async def go_on() -> None:
            try:
                start = first_due(field.value, None, self._zone, self._visit.clock())
            except EsteiraError as error:
                field.refuse(self._visit.words.reason(error.public_message))
                return
            dialog.close()
            # Outside of the drawer, which takes with it what is made in it.
            with self._visit.client:
                await self._move(lookup, start)

        Button(words.move, go_on, tone="primary")

    async def _find(self, id_: UUID) -> Lookup | None:
        """Return the look-up, or None after the visitor was told why there is none."""
        try:
            return await self._visit.read(lambda: own_lookup(self._deps.store, self._visit.principal.id, id_))
        except EsteiraError as error:
            await self._told(error)
            return None

    async def _move(self, lookup: Lookup, at: datetime) -> None:
        words = self._words
        change = ChangeLookup(version=lookup.version, when=at.astimezone(UTC).isoformat())
        asked = Asked(title=words.move_title, action=words.save, done=words.moved, zone=self._zone)
        try:
            await change_predicted(self._visit, self._deps, lookup, change, asked)
        except EsteiraError as error:
            await self._told(error)
        else:
            await self._refresh()

    async def _told(self, error: EsteiraError) -> None:
        sentence = self._visit.words.reason(error.public_message)
        if isinstance(error, NotFound):
            sentence = LIST_WORDS[self._visit.preferences.language].gone
        elif isinstance(error, Outdated):
            sentence = self._words.changed_meanwhile
        ui.notify(sentence, type="negative", multi_line=True)
        await self._refresh()
