"""The page of all functions, with their figures of the chosen time range."""

from collections.abc import Sequence

from esteira.stack.list_functions import FunctionFigures, list_functions

from console.elements.data_table import DataTable, TableEvents
from console.elements.text import Text
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.functions.events import FunctionsPageDeps
from console.pages.functions.rows import function_columns, function_row
from console.pages.functions.words import WORDS

REFRESH_SECONDS = 10


async def functions_page(visit: Visit, _: LiveFeed, deps: FunctionsPageDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def show(found: Sequence[FunctionFigures]) -> None:
        table.show([function_row(each, words) for each in found])
        complete = all(each.figures.complete for each in found)
        note.set_text("" if complete else words.incomplete)

    panel: Panel[Sequence[FunctionFigures]] = Panel(
        visit, words.title, question=lambda: list_functions(deps.stack, visit.since), show=show
    )
    with panel.content:
        note = Text(tag="p", role="warning")
        texts = table_texts(visit, caption=words.title, empty=words.none)
        table = DataTable(function_columns(words), texts, TableEvents())
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="functions")
