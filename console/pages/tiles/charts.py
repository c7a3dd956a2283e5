"""Depth and throughput over the last minutes: from the history at first, then live."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.domain.metrics.rings import Point

from console.elements.line_chart import Legend, Line, Trend
from console.elements.text import Block, Figure, Text
from console.pages.page_metrics import Board
from console.pages.tiles.card import card, freshness
from console.words import Words

WINDOW = timedelta(minutes=10)

History = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """A metric of a chart, its name in the legend and its looks."""

    metric: str
    name: str
    hue: int
    dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What a chart shows, and how its figures are said."""

    role: str
    title: str
    label: str
    unit: str
    strokes: Sequence[Stroke]
    said: Callable[[float | None], str]


class ChartTile:
    """A chart that takes a point from every change, under a legend that says the latest figures."""

    def __init__(self, sketch: Sketch, history: History, words: Words, *, now: datetime) -> None:
        self._sketch = sketch
        self._last: dict[str, datetime] = {}
        legend = Legend(label=sketch.label, unit=sketch.unit, locale=words.locale)
        with card(sketch.title, sketch.role):
            with Block("ul", "legend"):
                self._figures = [_entry(stroke) for stroke in sketch.strokes]
                self._freshness = freshness(words)
            lines = [_line(stroke, history) for stroke in sketch.strokes]
            self._trend = Trend(lines, window=WINDOW, now=now, legend=legend).classes("chart")

    def show(self, board: Board, now: datetime) -> None:
        """Says the figures, and adds those to the chart that are newer than the last ones."""
        moments = {stroke.metric: board.at(stroke.metric) for stroke in self._sketch.strokes}
        new = {metric: at for metric, at in moments.items() if at and at != self._last.get(metric)}
        for stroke, figure in zip(self._sketch.strokes, self._figures, strict=True):
            figure.set_text(self._sketch.said(board.value(stroke.metric)))
        if new:
            values = [board.value(metric) if metric in new else None for metric in moments]
            self._trend.append(now, values)
            self._last.update(new)
        self._freshness.measured(board.oldest(moments), now=now)


def depth_sketch(words: Words) -> Sketch:
    """Messages on each lane: those that wait, and those that are hidden."""
    waiting = [
        Stroke(metric=f"queue.{lane}.visible", name=f"{name}: {words.waiting.lower()}", hue=hue)
        for hue, (lane, name) in enumerate(words.lane_names.items(), start=1)
    ]
    hidden = [
        Stroke(metric=f"queue.{lane}.in_flight", name=f"{name}: {words.in_flight.lower()}", hue=hue, dashed=True)
        for hue, (lane, name) in enumerate(words.lane_names.items(), start=1)
    ]
    return Sketch(
        role="depth",
        title=words.depth,
        label=words.depth_label,
        unit="",
        strokes=[*waiting, *hidden],
        said=words.count,
    )


def throughput_sketch(words: Words) -> Sketch:
    """What arrives, what is tried, what fails."""
    return Sketch(
        role="throughput",
        title=words.throughput,
        label=words.throughput_label,
        unit=words.per_second,
        strokes=[
            Stroke(metric="throughput.orders", name=words.orders_rate, hue=1),
            Stroke(metric="throughput.orders.attempts", name=words.attempts_rate, hue=2),
            Stroke(metric="throughput.orders.errors", name=words.errors_rate, hue=3),
        ],
        said=words.rate,
    )


def _entry(stroke: Stroke) -> Figure:
    with Block("li"):
        Block("span", f"swatch hue-{stroke.hue} {'dashed' if stroke.dashed else ''}").marked(aria_hidden="true")
        Text(stroke.name, role="note")
        return Figure(stroke.metric)


def _line(stroke: Stroke, history: History) -> Line:
    points = history.get(stroke.metric, ())
    return Line(name=stroke.name, points=points, hue=stroke.hue, dashed=stroke.dashed)
