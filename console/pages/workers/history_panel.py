"""The versions of the configuration: who changed what, and restoring one."""

from collections.abc import Awaitable, Callable

from esteira.core.http.policies import Policy
from esteira.scaling.operating.compare_configs import VersionChanges

from console.elements.change_table import show_changes
from console.elements.controls import Button
from console.elements.data_table import DataTable, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.dialogs import drawer
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.workers.actions import restore
from console.pages.workers.deps import ConfigState, WorkersPageDeps, read_config_state
from console.pages.workers.fields import change_of
from console.pages.workers.rows import version_columns, version_row
from console.pages.workers.words import WorkersWords


class HistoryPanel:
    """The panel while the page is open."""

    def __init__(
        self, visit: Visit, words: WorkersWords, deps: WorkersPageDeps, changed: Callable[[], Awaitable[None]]
    ) -> None:
        self._visit, self._words, self._deps, self._changed = visit, words, deps, changed
        self.panel: Panel[ConfigState] = Panel(
            visit, words.history, question=lambda: read_config_state(deps), show=self._show
        )
        with self.panel.content:
            texts = table_texts(visit, caption=words.history, empty=words.no_history)
            self._table = DataTable(version_columns(words), texts, TableEvents(open=self._open))

    def _show(self, state: ConfigState) -> None:
        self._table.show([version_row(each, self._words, self._visit.words) for each in state.versions])

    def _open(self, key: str) -> None:
        state = self.panel.answer
        found = next((each for each in state.versions if str(each.version.version) == key), None) if state else None
        if state and found:
            self._drawer(state, found)

    def _drawer(self, state: ConfigState, found: VersionChanges) -> None:
        words, version = self._words, found.version
        with drawer(self._visit, words.version.format(version.version)) as dialog:
            Facts(self._visit.words.locale).show(
                Fact(words.at, version.changed_at), Fact(words.by.format("").strip().capitalize(), version.changed_by)
            )
            Text(words.changes, tag="h3")
            rows = [change_of(change, words, self._visit.words) for change in found.changes]
            show_changes((words.field, words.before, words.after), rows)
            if version.version == state.current.version:
                Text(words.is_current, tag="p", role="note")
                return

            async def restoring() -> None:
                if await restore(self._visit, words, self._deps.scaling, found, state.current):
                    dialog.close()
                await self._changed()

            with HtmlElement("div", "buttons"):
                Button(words.restore, restoring, refused=self._visit.refusal(Policy.OPERATOR))
