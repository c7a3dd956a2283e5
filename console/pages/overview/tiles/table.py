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
    def __init__(self, name: str, layout: TableLayout, words: Words) -> None:
        self._name = name
        self._layout = layout
        self.element = HtmlElement("tr").with_attributes(data_fresh="yes")
        with self.element:
            with HtmlElement("th").with_attributes(scope="row"):
                Text(layout.names.get(name, name), role="name")
                self._freshness = freshness(words)
            self._values = [self._cell(column) for column in layout.columns]

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        for column, cell in zip(self._layout.columns, self._values, strict=True):
            value = metrics.value(self._metric(column))
            cell.set_text(column.format_value(value))
            cell.classes(replace=f"figure {'warning' if _is_warning(column, value) else ''}")
        self._freshness.measured(metrics.oldest(map(self._metric, self._layout.columns)), now=now)

    def _cell(self, column: TableColumn) -> MetricValue:
        with HtmlElement("td"):
            return MetricValue(self._metric(column))

    def _metric(self, column: TableColumn) -> str:
        return column.metric.format(**{self._layout.label: self._name})


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
        for row in self._rows.for_names(names).values():
            row.show(metrics, now)
        self._remedy.set_visibility(bool(self._layout.remedy) and self._any_warning(metrics, names))

    def _in_order(self, names: Sequence[str]) -> Sequence[str]:
        """Return names with a text in the order of the texts, as charts have them, then the others."""
        known = [name for name in self._layout.names if name in names]
        return [*known, *(name for name in names if name not in known)]

    def _any_warning(self, metrics: PageMetrics, names: Sequence[str]) -> bool:
        return any(
            _is_warning(column, metrics.value(column.metric.format(**{self._layout.label: name})))
            for column in self._layout.columns
            for name in names
        )


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
