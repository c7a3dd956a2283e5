"""Weights and limits: sliders, the plan that would follow, and saving."""

from collections.abc import Awaitable, Callable

from esteira.core.errors import ImpossibleFlow
from esteira.core.http.policies import Policy
from esteira.core.names import Lane
from esteira.scaling.operating.compare_configs import compare_configs
from esteira.scaling.operating.preview_plan import preview_plan
from esteira.scaling.plan import Plan
from nicegui import ui

from console.elements.controls import Button
from console.elements.data_table import DataTable, TableEvents
from console.elements.text import HtmlElement, Text
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.workers.actions import pause_lane, save
from console.pages.workers.config_form import ConfigForm, FormEvents
from console.pages.workers.deps import ConfigState, WorkersPageDeps, read_config_state
from console.pages.workers.edits import ConfigEdits
from console.pages.workers.fields import field_name, value_text
from console.pages.workers.rows import changes_text, plan_columns, plan_rows
from console.pages.workers.words import WorkersWords


class ConfigPanel:
    """The panel while the page is open. Edits stay until they are saved or discarded, whatever others save.

    `edited` is called after each edit.
    """

    def __init__(
        self,
        visit: Visit,
        words: WorkersWords,
        deps: WorkersPageDeps,
        *,
        changed: Callable[[], Awaitable[None]],
        edited: Callable[[], None],
    ) -> None:
        self._visit, self._words, self._deps, self._changed, self._when_edited = visit, words, deps, changed, edited
        self._edits: ConfigEdits | None = None
        self.panel: Panel[ConfigState] = Panel(
            visit, words.configuration, question=lambda: read_config_state(deps), show=self._show, role="config-panel"
        )
        refused = visit.refusal(Policy.OPERATOR)
        with self.panel.content:
            with HtmlElement("div", "conflict").with_attributes(role="status") as self._conflict:
                self._conflict_text = Text(tag="p")
                Button(words.keep, self._rebase)
            self._conflict.set_visibility(False)
            self._head = Text(tag="p", role="note")
            self._form = HtmlElement("div")
            Text(words.preview, tag="h3")
            self._note = Text(tag="p", role="note")
            self._note.props["role"] = "status"
            self._table = DataTable(
                plan_columns(words), table_texts(visit, caption=words.preview, empty=words.no_lanes), TableEvents()
            )
            with HtmlElement("div", "buttons"):
                Button(words.discard, self._discard)
                Button(words.save, self._save, tone="primary", refused=refused)

    def _show(self, state: ConfigState) -> None:
        edits = self._edits
        if edits is None or (not edits.values and edits.current != state.current):
            self._build(ConfigEdits(state.current))
        newer = state.since(self._edits.current.version) if self._edits else ()
        self._conflict.set_visibility(bool(newer))
        self._conflict_text.set_text(
            " ".join([*(self._said(state, each.version.version) for each in newer), self._words.conflict_rest])
        )
        self._show_preview()

    def _said(self, state: ConfigState, number: int) -> str:
        found = next(each for each in state.versions if each.version.version == number)
        changes = changes_text(found.changes, self._words, self._visit.words)
        return self._words.conflict.format(by=found.version.changed_by, version=number, changes=changes)

    def _build(self, edits: ConfigEdits) -> None:
        self._edits = edits
        current, words = edits.current, self._words
        by = f" · {words.by.format(current.changed_by)}" if current.changed_by else ""
        self._head.set_text(words.version.format(current.version or words.default) + by)
        self._form.clear()
        with self._form:
            ConfigForm(self._visit, words, edits, FormEvents(edited=self._edited_now, pause=self._pause))

    @property
    def edits(self) -> ConfigEdits | None:
        """What is chosen and not saved; None before the configuration was read."""
        return self._edits

    def _edited_now(self) -> None:
        self._show_preview()
        self._when_edited()

    def _show_preview(self) -> None:
        state, edits = self.panel.answer, self._edits
        if state is None or edits is None:
            return
        if state.plan is None:
            self._note.set_text(self._words.no_plan)
            return
        try:
            then = preview_plan(edits.current, edits.document, state.plan) if edits.values else state.plan
        except ImpossibleFlow as error:
            self._note.set_text(self._faults(error))
            self._note.classes(replace="note warning")
            return
        self._note.classes(replace="note")
        self._note.set_text(self._edited(edits) if edits.values else self._words.preview_now)
        self._show_plan(state.plan, then)

    def _show_plan(self, now: Plan, then: Plan) -> None:
        self._table.show(plan_rows(now, then, self._visit.words))

    def _edited(self, edits: ConfigEdits) -> str:
        words, texts = self._words, self._visit.words
        said = [
            f"{field_name(path, words, texts)} {value_text(path, value, words)}" for path, value in edits.values.items()
        ]
        return words.preview_edited.format(", ".join(said))

    def _faults(self, error: ImpossibleFlow) -> str:
        texts = self._visit.words
        return " ".join(
            f"{field_name(tuple(field.split('.')), self._words, texts)}: {fault}."
            for field, fault in error.faults.items()
        )

    async def _save(self) -> None:
        if self._edits is None or not self._edits.values:
            ui.notify(self._words.unchanged)
            return
        if await save(self._visit, self._words, self._deps.scaling, self._edits):
            self._edits = None
        await self._changed()

    async def _discard(self) -> None:
        self._edits = None
        await self.panel.refresh()
        self._when_edited()

    async def _rebase(self) -> None:
        if self._edits and self.panel.answer:
            self._build(self._edits.on(self.panel.answer.current))
        await self.panel.refresh()

    async def _pause(self, lane: Lane, paused: bool) -> None:
        await pause_lane(self._visit, self._deps.scaling, lane, paused=paused)
        await self._changed()
        if self._edits and self._edits.values and self._only_pauses():
            await self._rebase()

    def _only_pauses(self) -> bool:
        """Return whether the versions since the edited one only paused or resumed lanes: nothing to be asked about."""
        state, edits = self.panel.answer, self._edits
        if state is None or edits is None:
            return False
        changes = compare_configs(edits.current.configuration, state.current.configuration)
        return all(change.path[-1] == "paused" for change in changes)
