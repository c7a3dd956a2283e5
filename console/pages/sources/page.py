"""The page of sources: a row for each, also for those that cannot be read."""

from collections.abc import Sequence

from console.elements.data_table import DataTable, TableEvents
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.sources.deps import SourcesDeps
from console.pages.sources.looks import SourceLook, look_at_all
from console.pages.sources.rows import source_columns, source_row
from console.pages.sources.words import WORDS

REFRESH_SECONDS = 5


async def sources_page(visit: Visit, _: LiveFeed, deps: SourcesDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def show(looks: Sequence[SourceLook]) -> None:
        table.show([source_row(look, words) for look in looks])

    panel = Panel(visit, words.sources, question=lambda: look_at_all(deps), show=show)
    with panel.content:
        texts = table_texts(visit, caption=words.sources, empty=words.none)
        table = DataTable(source_columns(words), texts, events=TableEvents())
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="sources")
