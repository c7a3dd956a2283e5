"""Depth and throughput over the last minutes: from the history at first, then live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.domain.metrics.rings import Point

from console.elements.trend import Legend, Line, Trend
from console.pages.board import Board
from console.pages.tiles.card import card
from console.words import Words

WINDOW = timedelta(minutes=10)

History = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What a chart shows: a line for each metric, under the name that the legend gives it."""

    role: str
    title: str
    label: str
    unit: str
    lines: Mapping[str, str]


class ChartTile:
    """A chart that takes a point from every change."""

    def __init__(self, sketch: Sketch, history: History, words: Words, *, now: datetime) -> None:
        self._metrics = tuple(sketch.lines)
        self._last: dict[str, datetime] = {}
        lines = [Line(name=name, points=history.get(metric, ())) for metric, name in sketch.lines.items()]
        legend = Legend(label=sketch.label, unit=sketch.unit, locale=words.locale)
        with card(sketch.title, sketch.role):
            self._trend = Trend(lines, window=WINDOW, now=now, legend=legend).classes("chart")

    def show(self, board: Board, now: datetime) -> None:
        """Adds the figures that are newer than the last ones."""
        moments = {metric: board.at(metric) for metric in self._metrics}
        new = {metric: at for metric, at in moments.items() if at and at != self._last.get(metric)}
        if new:
            self._trend.append(now, [board.value(metric) if metric in new else None for metric in self._metrics])
            self._last.update(new)


def depth_sketch(words: Words) -> Sketch:
    """Messages waiting on each lane."""
    return Sketch(
        role="depth",
        title=words.depth,
        label=words.depth_label,
        unit="",
        lines={f"queue.{lane}.visible": name for lane, name in words.lane_names.items()},
    )


def throughput_sketch(words: Words) -> Sketch:
    """What arrives, what is tried, what fails."""
    return Sketch(
        role="throughput",
        title=words.throughput,
        label=words.throughput_label,
        unit=words.per_second,
        lines={
            "throughput.orders": words.orders_rate,
            "throughput.orders.attempts": words.attempts_rate,
            "throughput.orders.errors": words.errors_rate,
        },
    )
