"""The page on which a look-up is changed, after the new prediction was shown."""

from functools import partial

from esteira.core.errors import EsteiraError, Outdated
from esteira.lookups.booking.read_lookups import lookup_id, own_lookup
from esteira.lookups.lookup import Lookup
from nicegui import ui

from console.elements.change_table import show_changes
from console.elements.controls import Button
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.form import LookupForm
from console.pages.lookups.page import PATH
from console.pages.lookups.predicting import Asked, change_predicted
from console.pages.lookups.rows import lookup_changes
from console.pages.lookups.words import WORDS


async def changing_page(visit: Visit, _: LiveFeed, deps: LookupsDeps) -> None:
    """Build it. What belongs to somebody else is not found."""
    words = WORDS[visit.preferences.language]
    with HtmlElement("p", "back"):
        Text(words.lookup, tag="a").props["href"] = f"{PATH}/{visit.path['lookup']}"
    await _Changing(visit, deps).panel.refresh()


class _Changing:
    """The form. It is filled when the look-up is read first, and again when somebody has changed it meanwhile."""

    def __init__(self, visit: Visit, deps: LookupsDeps) -> None:
        self._visit, self._deps = visit, deps
        self._words = WORDS[visit.preferences.language]
        self._lookup: Lookup | None = None
        self.panel = Panel(visit, self._words.changing, question=self._question, show=self._show)
        with self.panel.content:
            self._meanwhile = HtmlElement("div", "lookup-meanwhile").with_attributes(role="alert")
            self._fields = HtmlElement("div")

    def _question(self) -> Lookup:
        return own_lookup(self._deps.store, self._visit.principal.id, lookup_id(self._visit.path["lookup"]))

    def _show(self, lookup: Lookup) -> None:
        before, self._lookup = self._lookup, lookup
        if before and before.version == lookup.version:
            return
        self._fields.clear()
        with self._fields:
            form = LookupForm(self._words, lookup)
            fault = Text(tag="p", role="note warning")
            fault.props["role"] = "alert"
            Button(self._words.preview, partial(self._go_on, lookup, form, fault), tone="primary")
        if before:
            self._tell(before, lookup)

    def _tell(self, before: Lookup, now: Lookup) -> None:
        with self._meanwhile:
            Text(self._words.meanwhile, tag="p", role="note warning")
            show_changes(self._words.changes, lookup_changes(before, now, self._words))

    async def _go_on(self, lookup: Lookup, form: LookupForm, fault: Text) -> None:
        self._meanwhile.clear()
        fault.set_text("")
        try:
            await self._save(lookup, form, fault)
        except Outdated:
            await self.panel.refresh()
        except EsteiraError as error:
            fault.set_text(self._visit.words.reason(error.public_message))

    async def _save(self, lookup: Lookup, form: LookupForm, fault: Text) -> None:
        words, change = self._words, form.change(lookup.version)
        if change.model_fields_set == {"version"}:
            fault.set_text(words.as_it_is)
            return
        zone = change.time_zone or lookup.time_zone
        asked = Asked(title=words.change_title, action=words.save, done=words.changed, zone=zone)
        if await change_predicted(self._visit, self._deps, lookup, change, asked):
            ui.navigate.to(f"{PATH}/{lookup.id}")
        else:
            await self.panel.refresh()
