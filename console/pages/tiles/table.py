"""A tile that is a table: a line for each thing of a kind, a column for each of its metrics."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.elements.text import Block, Figure, Text
from console.pages.page_metrics import Board
from console.pages.tiles.card import Rows, card, freshness
from console.words import Words

Said = Callable[[float | None], str]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A metric of each line: `queue.{lane}.dead`. `warns`: anything but zero stands out."""

    metric: str
    title: str
    said: Said
    warns: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the table is about. Its lines are the values that `label` has in the first column's metric."""

    role: str
    label: str
    title: str
    name_title: str
    columns: Sequence[Column]
    empty: str
    names: Mapping[str, str]
    advice: str = ""
    """What to do about figures that stand out."""


class _TableRow:
    def __init__(self, name: str, plan: Plan, words: Words) -> None:
        self._name = name
        self._plan = plan
        self.element = Block("tr").marked(data_fresh="yes")
        with self.element:
            with Block("th").marked(scope="row"):
                Text(plan.names.get(name, name), role="name")
                self._freshness = freshness(words)
            self._figures = [self._cell(column) for column in plan.columns]

    def show(self, board: Board, now: datetime) -> None:
        for column, figure in zip(self._plan.columns, self._figures, strict=True):
            value = board.value(self._metric(column))
            figure.set_text(column.said(value))
            figure.classes(replace=f"figure {'warning' if column.warns and value else ''}")
        self._freshness.measured(board.oldest(map(self._metric, self._plan.columns)), now=now)

    def _cell(self, column: Column) -> Figure:
        with Block("td"):
            return Figure(self._metric(column))

    def _metric(self, column: Column) -> str:
        return column.metric.format(**{self._plan.label: self._name})


class TableTile:
    """The table of a plan, or a sentence where there is nothing to list."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self._plan = plan
        with card(plan.title, plan.role):
            self._empty = Text(plan.empty, tag="p", role="empty")
            self._table = Block("table").marked(aria_labelledby=f"title-{plan.role}")
            with self._table:
                with Block("thead"), Block("tr"):
                    for title in (plan.name_title, *(column.title for column in plan.columns)):
                        Text(title, tag="th").props["scope"] = "col"
                self._rows = Rows(Block("tbody"), lambda name: _TableRow(name, plan, words))
            self._advice = Text(plan.advice, tag="p", role="note")

    def show(self, board: Board, now: datetime) -> None:
        """Lines come and go, figures change."""
        names = board.labelled(self._plan.columns[0].metric, self._plan.label)
        self._empty.set_visibility(not names)
        self._table.set_visibility(bool(names))
        for row in self._rows.named(names).values():
            row.show(board, now)
        # Its place is kept, so that nothing moves when it is needed.
        self._advice.style(replace=f"visibility: {'visible' if self._stands_out(board, names) else 'hidden'}")

    def _stands_out(self, board: Board, names: Sequence[str]) -> bool:
        columns = [column for column in self._plan.columns if column.warns]
        return any(
            board.value(column.metric.format(**{self._plan.label: name})) for column in columns for name in names
        )


def sources_plan(words: Words) -> Plan:
    """How far each source is behind."""
    return Plan(
        role="sources",
        label="source",
        title=words.sources,
        name_title=words.source,
        columns=(
            Column(metric="source.{source}.lag", title=words.lag, said=words.count),
            Column(metric="source.{source}.horizon_age_seconds", title=words.horizon, said=words.duration),
        ),
        empty=words.no_sources,
        names={},
    )


def lanes_plan(words: Words) -> Plan:
    """What is on each lane, and what died there."""
    return Plan(
        role="lanes",
        label="lane",
        title=words.lanes,
        name_title=words.lane,
        columns=(
            Column(metric="queue.{lane}.visible", title=words.waiting, said=words.count),
            Column(metric="queue.{lane}.in_flight", title=words.in_flight, said=words.count),
            Column(metric="queue.{lane}.delayed", title=words.delayed, said=words.count),
            Column(metric="queue.{lane}.dead", title=words.dead, said=words.count, warns=True),
        ),
        empty=words.no_lanes,
        names=words.lane_names,
        advice=words.dead_hint,
    )
