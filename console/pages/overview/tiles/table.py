"""A table tile: one row per lane or source, one column per metric."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import not_

from console.elements.keyed_rows import KeyedRows
from console.elements.text import HtmlElement, MetricValue, Text
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import card, freshness
from console.words.words import Words

ValueFormat = Callable[[float | None], str]
Warns = Callable[[float], bool]
"""Whether a value is highlighted."""


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column for a metric such as `queue.{lane}.dead`. `warns`: which values are highlighted; None for none."""

    metric: str
    title: str
    format_value: ValueFormat
    warns: Warns | None = None


@dataclass(frozen=True, kw_only=True)
class TableLayout:
    """The definition of a table. It has one row per value of `label` in the metric `rows`."""

    role: str
    label: str
    rows: str
    title: str
    name_title: str
    columns: Sequence[TableColumn]
    empty: str
    names: Mapping[str, str]
    address: str
    """The page of which the table is a summary."""
    remedy: str = ""
    """The text of a link to where highlighted values are mended; it is shown while there are any."""
    remedy_address: str = ""


class _TableRow:
    """A row. It changes only the cells of a row with new values, since each open page shows all rows once a second."""

    def __init__(self, name: str, layout: TableLayout, words: Words) -> None:
        self._layout = layout
        self._metrics = [column.metric.format(**{layout.label: name}) for column in layout.columns]
        self._shown: Sequence[float | None] = ()
        self.warns = False
        self.element = HtmlElement("tr").with_attributes(data_fresh="yes")
        with self.element:
            with HtmlElement("th").with_attributes(scope="row"):
                Text(layout.names.get(name, name), role="name")
                self._freshness = freshness(words)
            self._cells = [_cell(metric) for metric in self._metrics]

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        values = [metrics.value(metric) for metric in self._metrics]
        if values != self._shown:
            self._shown = values
            self._show_values(values)
        self._freshness.measured(metrics.oldest(self._metrics), now=now)

    def _show_values(self, values: Sequence[float | None]) -> None:
        columns = self._layout.columns
        warnings = [_is_warning(column, value) for column, value in zip(columns, values, strict=True)]
        self.warns = any(warnings)
        for column, cell, value, warning in zip(columns, self._cells, values, warnings, strict=True):
            cell.set_text(column.format_value(value))
            cell.classes(replace=f"figure {'warning' if warning else ''}")


def _cell(metric: str) -> MetricValue:
    with HtmlElement("td"):
        return MetricValue(metric)


class TableTile:
    """A table, or the text `empty` where there are no rows."""

    def __init__(self, layout: TableLayout, words: Words) -> None:
        self._layout = layout
        with card(layout.title, layout.role, address=layout.address) as parts:
            self.aside = parts.aside
            with parts.aside:
                self._remedy = Text(layout.remedy, tag="a")
                self._remedy.props["href"] = layout.remedy_address
            self._empty = Text(layout.empty, tag="p", role="empty")
            self._table = HtmlElement("table").with_attributes(aria_labelledby=f"title-{layout.role}")
            with self._table:
                with HtmlElement("thead"), HtmlElement("tr"):
                    for title in (layout.name_title, *(column.title for column in layout.columns)):
                        Text(title, tag="th").props["scope"] = "col"
                self._rows = KeyedRows(HtmlElement("tbody"), lambda name: _TableRow(name, layout, words))

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        names = self._in_order(metrics.labelled(self._layout.rows, self._layout.label))
        self._empty.set_visibility(not names)
        self._table.set_visibility(bool(names))
        rows = self._rows.for_names(names).values()
        for row in rows:
            row.show(metrics, now)
        self._remedy.set_visibility(bool(self._layout.remedy) and any(row.warns for row in rows))

    def _in_order(self, names: Sequence[str]) -> Sequence[str]:
        """Return names with a text in the order of the texts, as charts have them, then the others."""
        known = [name for name in self._layout.names if name in names]
        return [*known, *(name for name in names if name not in known)]


def _is_warning(column: TableColumn, value: float | None) -> bool:
    return column.warns is not None and value is not None and column.warns(value)


def sources_table(words: Words) -> TableLayout:
    """Define the table of sources: lag, age of the horizon, and whether each is well. An unread one keeps its row."""
    return TableLayout(
        role="sources",
        label="source",
        rows="source.{source}.readable",
        title=words.sources,
        name_title=words.source,
        columns=(
            TableColumn(metric="source.{source}.lag", title=words.lag, format_value=words.count),
            TableColumn(metric="source.{source}.horizon_age_seconds", title=words.horizon, format_value=words.duration),
            TableColumn(
                metric="source.{source}.readable", title=words.readable, format_value=words.yes_or_no, warns=not_
            ),
            TableColumn(
                metric="source.{source}.restarted", title=words.began_anew, format_value=words.yes_or_no, warns=bool
            ),
        ),
        empty=words.no_sources,
        names={},
        address="/sources",
    )


def lanes_table(words: Words) -> TableLayout:
    """Define the table of lanes: messages by state, and dead letters."""
    return TableLayout(
        role="lanes",
        label="lane",
        rows="queue.{lane}.visible",
        title=words.lanes,
        name_title=words.lane,
        columns=(
            TableColumn(metric="queue.{lane}.visible", title=words.waiting, format_value=words.count),
            TableColumn(metric="queue.{lane}.in_flight", title=words.in_flight, format_value=words.count),
            TableColumn(metric="queue.{lane}.delayed", title=words.delayed, format_value=words.count),
            TableColumn(metric="queue.{lane}.dead", title=words.dead, format_value=words.count, warns=bool),
        ),
        empty=words.no_lanes,
        names=words.lane_names,
        address="/queues",
        remedy=words.open_dead_letters,
        remedy_address="/dead-letters",
    )
