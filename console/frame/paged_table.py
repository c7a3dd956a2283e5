"""A panel with a table of which the store gives a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from console.elements.data_table import Column, DataTable, Row, TableEvents, TableTexts
from console.frame.panel import Panel
from console.frame.visit import Visit


@dataclass(frozen=True, kw_only=True)
class TablePage:
    """Rows, and what to ask for after them; None on the last page."""

    rows: Sequence[Row]
    after: str | None


ReadPage = Callable[[str | None], TablePage]
"""Reads the page after this one, the first without. It blocks, and raises as a use case does."""


class PagedTable(Panel[TablePage]):
    """The panel. A refresh reads as many rows again as are shown, so that nothing jumps."""

    def __init__(  # noqa: PLR0913 - a table has these parts
        self,
        visit: Visit,
        title: str,
        columns: Sequence[Column],
        *,
        page: ReadPage,
        empty: str,
        events: TableEvents | None = None,
    ) -> None:
        super().__init__(visit, title, question=self._read, show=self._put)
        self._page = page
        self._pages = 1
        with self.content:
            self._table = DataTable(
                columns,
                table_texts(visit, caption=title, empty=empty),
                events=replace(events or TableEvents(), more=self._more),
            )

    def _read(self) -> TablePage:
        rows: list[Row] = []
        after: str | None = None
        for _ in range(self._pages):
            page = self._page(after)
            rows += page.rows
            after = page.after
            if after is None:
                break
        return TablePage(rows=rows, after=after)

    def _put(self, page: TablePage) -> None:
        self._table.show(page.rows, more=page.after is not None)

    async def _more(self) -> None:
        self._pages += 1
        await self.refresh()


def table_texts(visit: Visit, *, caption: str, empty: str) -> TableTexts:
    """Return the texts of a table in the visitor's language."""
    words = visit.frame_words
    return TableTexts(
        caption=caption,
        empty=empty,
        more=words.more,
        select_row=words.select_row,
        select_all=words.select_all,
        sorted_by=words.sorted_by,
        locale=visit.words.locale,
    )
