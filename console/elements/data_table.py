"""A table of rows that a store has found. The store filters, sorts and pages; rows are chosen in the browser."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Literal

from nicegui.element import Element
from nicegui.events import GenericEventArguments
from pydantic_core import to_json

Kind = Literal["text", "exact", "number", "time", "duration", "state", "code", "link", "spark"]
Row = Mapping[str, Any]
"""`key` and the cells by the keys of their columns. Cells by kind: `number` and `duration` (seconds) a number, `exact`
the text of a number with all its digits, `time` an ISO text or a datetime, `state` `{"text", "tone"}` (normal, slow,
alert, quiet), `link` `{"text", "href"}`, `spark` a list of numbers; the others a text. None is a dash, and is left out
where a row is a card. `stale` true: the row is greyed; a text beside the table says why."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. `sorts`: its title is a button that sorts by it. `wide`: it takes the space that is left."""

    key: str
    label: str
    kind: Kind = "text"
    sorts: bool = False
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class TableTexts:
    """The texts of a table: `caption` names it, `empty` stands for no rows, `{}` for the name of a row or column."""

    caption: str
    empty: str
    more: str
    select_row: str
    select_all: str
    sorted_by: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class TableEvents:
    """What is called when a row is opened (with its key), when rows are chosen (their keys), when a column's title is
    pressed (the column's key), and when the next page is asked for. Without `open` or `select`, rows cannot be that."""

    open: Callable[[str], Any] | None = None
    select: Callable[[Sequence[str]], Any] | None = None
    sort: Callable[[str], Any] | None = None
    more: Callable[[], Any] | None = None


class DataTable(Element, component="data_table.js"):
    """The table."""

    def __init__(
        self,
        columns: Sequence[Column],
        texts: TableTexts,
        events: TableEvents,
    ) -> None:
        super().__init__()
        self._props.update(
            {
                "columns": [asdict(column) for column in columns],
                "rows": "[]",
                "texts": asdict(texts),
                "opens": events.open is not None,
                "selects": events.select is not None,
                "more": False,
                "sorted": "",
                "descending": True,
            }
        )
        for name, handle in vars(events).items():
            if handle:
                self.on(name, partial(_called, handle))

    def show(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show these rows; `more`: there is another page. What was chosen stays chosen while its row is there."""
        self._props.update({"rows": to_json(rows).decode(), "more": more})
        self.update()

    def show_order(self, column: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._props.update({"sorted": column, "descending": descending})
        self.update()


def _called(handle: Callable[..., Any], event: GenericEventArguments) -> Any:
    return handle() if event.args is None else handle(event.args)
