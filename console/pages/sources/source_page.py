"""The page of one source: how far it is read, who holds it up, filling, publishing, and handing over again."""

from console.elements.data_table import DataTable, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.sources.actions import fill_tools, publish_tool
from console.pages.sources.deps import SourcesDeps
from console.pages.sources.handover import HandoverForm
from console.pages.sources.looks import SourceLook, look_at
from console.pages.sources.rows import holder_columns, holder_row, position_text, state
from console.pages.sources.words import WORDS, SourcesWords

REFRESH_SECONDS = 5


async def source_page(visit: Visit, _: LiveFeed, deps: SourcesDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]
    source = visit.path["source"]
    view = _SourcePanel(visit, words, deps, source)
    with view.panel.tools:
        publish_tool(visit, words, deps, source, view.panel.refresh)
    with HtmlElement("div", "columns"):
        HandoverForm(visit, words, deps.handover_deps, source)
        fill_tools(visit, words, deps, source, view.panel.refresh)
    await view.panel.refresh()
    visit.every(REFRESH_SECONDS, view.panel.refresh, name="source")


class _SourcePanel:
    """The status of the source, and the table of those who hold it up."""

    def __init__(self, visit: Visit, words: SourcesWords, deps: SourcesDeps, source: str) -> None:
        self._words = words
        self.panel = Panel(visit, source, question=lambda: look_at(deps, source), show=self._show)
        with self.panel.content:
            self._facts = Facts(visit.words.locale)
            Text(words.holders, tag="h3")
            texts = table_texts(visit, caption=words.holders, empty=words.no_holders)
            self._holders = DataTable(holder_columns(words), texts, events=TableEvents())
            self._more = Text(tag="p")

    def _show(self, look: SourceLook) -> None:
        words, status = self._words, look.status
        if status is None:
            return
        shown = state(look, words)
        self._facts.show(
            Fact(words.state, shown["text"], tone=shown["tone"]),
            Fact(words.began_anew, status.restart),
            Fact(words.rows, f"{status.total_rows:,}"),
            Fact(words.lag, f"{status.lag_rows:,}"),
            Fact(words.cursor, position_text(status.cursor), code=True),
            Fact(words.checkpoint, position_text(status.checkpoint), code=True),
            Fact(words.mode, status.mode),
            Fact(words.horizon, f"{status.horizon_age_seconds:.0f} s"),
        )
        holders = look.horizon.holders if look.horizon else ()
        self._holders.show([holder_row(number, holder, words) for number, holder in enumerate(holders)])
        self._more.set_text(words.more_holders if look.horizon and look.horizon.more else "")
