"""The tile of workers and of the plan: what each lane is to have and has, by which rule, and how old the plan is."""

from datetime import datetime

from esteira.metrics.figures.workers import RULES
from esteira.scaling.plan import Rule

from console.elements.text import HtmlElement, MetricValue, Text
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import freshness
from console.pages.overview.tiles.table import TableColumn, TableLayout, TableTile
from console.refresh.plan_age import PLAN_AGE, SILENT_AFTER_SECONDS
from console.words.words import Words


class WorkersTile:
    """The table of lanes, and beside its heading the age of the plan, which is highlighted when nobody plans."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._table = TableTile(workers_table(words), words)
        with self._table.aside, HtmlElement("p", "plan"):
            Text(words.plan_age)
            self._age = MetricValue(PLAN_AGE)
            self._verdict = Text(role="pill")
            self._freshness = freshness(words)

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        self._table.show(metrics, now)
        age = metrics.value(PLAN_AGE)
        silent = age is not None and age > SILENT_AFTER_SECONDS
        self._age.set_text(self._words.duration(age))
        self._age.classes(replace=f"figure {'warning' if silent else ''}")
        self._verdict.set_text(self._words.nobody_plans if silent else self._words.no_plan if age is None else "")
        self._verdict.classes(replace=f"pill {'alert' if silent else ''}")
        self._freshness.measured(metrics.at(PLAN_AGE) or now, now=now)


def workers_table(words: Words) -> TableLayout:
    """Define the table of workers: planned, running and missing ones, messages in hand, and the rule that decided."""

    def rule(value: float | None) -> str:
        return "–" if value is None else words.rules[RULES[int(value)]]

    return TableLayout(
        role="workers",
        label="lane",
        rows="workers.{lane}.alive",
        title=words.workers,
        name_title=words.lane,
        columns=(
            TableColumn(metric="workers.{lane}.wanted", title=words.wanted, format_value=words.count),
            TableColumn(metric="workers.{lane}.alive", title=words.running, format_value=words.count),
            TableColumn(metric="workers.{lane}.missing", title=words.missing, format_value=words.count, warns=bool),
            TableColumn(metric="workers.{lane}.in_hand", title=words.in_hand, format_value=words.count),
            TableColumn(metric="flow.{lane}.rule", title=words.rule, format_value=rule, warns=_is_paused),
        ),
        empty=words.no_lanes,
        names=words.lane_names,
        address="/workers",
    )


def _is_paused(value: float) -> bool:
    return RULES[int(value)] is Rule.PAUSED
