"""Moves a planned look-up, by a drag or by a dialog with a date: the new end is shown before anything is kept."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from esteira.core.errors import EsteiraError
from esteira.core.moments import moment
from esteira.lookups.booking.book_lookup import BookLookup, first_due
from esteira.lookups.booking.calendar import Entry, EntryKind
from esteira.lookups.booking.change_lookup import ChangeLookup
from esteira.lookups.booking.preview_lookups import preview_lookup
from esteira.lookups.booking.read_lookups import own_lookup
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup
from nicegui import ui

from console.elements.controls import Button, Field
from console.elements.text import Text
from console.frame.dialogs import confirmed, drawer
from console.frame.visit import Visit
from console.pages.lookups.actions import change_one
from console.pages.lookups.booking import prediction
from console.pages.lookups.calendar_words import WORDS
from console.pages.lookups.days import moved_to
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.page import PATH
from console.pages.lookups.words import WORDS as LIST_WORDS


class Mover:
    """What happens when a chip is opened or dropped. `moved` is called after a move."""

    def __init__(self, visit: Visit, deps: LookupsDeps, zone: str, moved: Callable[[], Awaitable[None]]) -> None:
        self._visit, self._deps, self._zone, self._moved = visit, deps, zone, moved
        self._words = WORDS[visit.preferences.language]

    async def dropped(self, dragged: str, day: date) -> None:
        """Move what was dragged to another day, at the same time of day."""
        id_, _, at = dragged.partition(" ")
        try:
            lookup, start = await self._find(UUID(id_)), moment(at)
        except ValueError:
            return  # Something else was dropped, such as a text of another window.
        if lookup.recurrence is None:
            await self._move(lookup, moved_to(start, day, self._zone))
        else:
            ui.notify(self._words.repeated)

    async def opened(self, entry: Entry) -> None:
        """Show an entry, and, if it can be moved, the field for its new time."""
        words, lookup = self._words, await self._find(entry.lookup_id)
        with drawer(self._visit, formatted(entry.cnpj)) as dialog:
            Text(f"{words.kinds[entry.kind]}: {entry.at.astimezone(ZoneInfo(self._zone)):{words.moment}}", tag="p")
            Text(words.open, tag="a").props["href"] = f"{PATH}/{lookup.id}"
            if entry.kind is not EntryKind.PLANNED:
                return
            if lookup.recurrence:
                Text(words.repeated, tag="p")
                return
            local = entry.at.astimezone(ZoneInfo(self._zone))
            field = Field(words.new_time.format(self._zone), kind="datetime-local", value=f"{local:%Y-%m-%dT%H:%M}")

            async def go_on() -> None:
                try:
                    at = first_due(field.value, None, self._zone, self._visit.clock())
                except EsteiraError as error:
                    field.refuse(self._visit.words.reason(error.public_message))
                    return
                dialog.close()
                # Outside of the drawer, which takes with it what is made in it.
                with self._visit.client:
                    await self._move(lookup, at)

            Button(words.move, go_on, tone="primary")

    async def _find(self, id_: UUID) -> Lookup:
        return await self._visit.read(lambda: own_lookup(self._deps.store, self._visit.principal.id, id_))

    async def _move(self, lookup: Lookup, at: datetime) -> None:
        words, list_words = self._words, LIST_WORDS[self._visit.preferences.language]
        when = at.astimezone(UTC).isoformat()
        command = BookLookup(cnpj=lookup.cnpj, when=when, priority=lookup.priority, time_zone=lookup.time_zone)
        try:
            owner = self._visit.principal.id
            preview = await self._visit.read(lambda: preview_lookup(self._deps.preview, owner, command))
        except EsteiraError as error:
            ui.notify(self._visit.words.reason(error.public_message), type="negative")
            return
        sentences = [
            words.begins.format(f"{at.astimezone(ZoneInfo(self._zone)):{words.moment}}", self._zone),
            *prediction(preview, list_words, self._zone),
        ]
        title = words.move_title.format(formatted(lookup.cnpj))
        if await confirmed(self._visit, title, sentences, action=words.save):
            change = ChangeLookup(version=lookup.version, when=when)
            await change_one(self._visit, words.moved, self._deps.book, lookup, change)
            await self._moved()
