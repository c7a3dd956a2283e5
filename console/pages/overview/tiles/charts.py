"""The charts of queue depth and throughput: history first, then live values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.metrics.ring_buffer import Point

from console.elements.line_chart import ChartLabels, ChartLine, LineChart
from console.elements.text import HtmlElement, MetricValue, Text
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import card, freshness
from console.words.words import Words

WINDOW = timedelta(minutes=10)

ChartHistory = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, kw_only=True)
class ChartSeries:
    """One line of a chart: metric, name in the legend, colour, dashed or not."""

    metric: str
    name: str
    hue: int
    dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class ChartLayout:
    """The definition of a chart."""

    role: str
    title: str
    label: str
    unit: str
    series: Sequence[ChartSeries]
    format_value: Callable[[float | None], str]


class ChartTile:
    """A chart with a legend that shows the latest values. Every change appends a point."""

    def __init__(self, layout: ChartLayout, history: ChartHistory, words: Words, *, now: datetime) -> None:
        self._layout = layout
        self._last: dict[str, datetime] = {}
        with card(layout.title, layout.role):
            with HtmlElement(role="legend-line"):
                with HtmlElement("ul", "legend"):
                    self._values = [_entry(line) for line in layout.series]
                self._freshness = freshness(words)
            lines = [_line(line, history) for line in layout.series]
            self._chart = LineChart(layout.role, lines, window=WINDOW, now=now, labels=_labels(layout, words))

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """Update the legend, and append the values that are newer than the last ones to the chart."""
        times = {line.metric: metrics.at(line.metric) for line in self._layout.series}
        new = {metric: at for metric, at in times.items() if at and at != self._last.get(metric)}
        for line, value in zip(self._layout.series, self._values, strict=True):
            value.set_text(self._layout.format_value(metrics.value(line.metric)))
        if new:
            values = [metrics.value(metric) if metric in new else None for metric in times]
            self._chart.append(now, values)
            self._last.update(new)
        self._freshness.measured(metrics.oldest(times), now=now)


def depth_chart(words: Words) -> ChartLayout:
    """Define the chart of visible and in-flight messages per lane."""
    waiting = [
        ChartSeries(metric=f"queue.{lane}.visible", name=f"{name}: {words.waiting.lower()}", hue=hue)
        for hue, (lane, name) in enumerate(words.lane_names.items(), start=1)
    ]
    hidden = [
        ChartSeries(metric=f"queue.{lane}.in_flight", name=f"{name}: {words.in_flight.lower()}", hue=hue, dashed=True)
        for hue, (lane, name) in enumerate(words.lane_names.items(), start=1)
    ]
    return ChartLayout(
        role="depth",
        title=words.depth,
        label=words.depth_label,
        unit="",
        series=[*waiting, *hidden],
        format_value=words.count,
    )


def throughput_chart(words: Words) -> ChartLayout:
    """Define the chart of what each lane finishes per second, with its attempts and errors."""
    finished = [
        ChartSeries(metric=f"throughput.{lane}", name=name, hue=hue)
        for hue, (lane, name) in enumerate(words.lane_names.items(), start=1)
    ]
    attempts = [
        ChartSeries(
            metric=f"{line.metric}.attempts", name=f"{line.name}: {words.attempts_rate}", hue=line.hue, dashed=True
        )
        for line in finished
    ]
    errors = [
        ChartSeries(
            metric=f"{line.metric}.errors", name=f"{line.name}: {words.errors_rate}", hue=3, dashed=line.hue > 1
        )
        for line in finished
    ]
    return ChartLayout(
        role="throughput",
        title=words.throughput,
        label=words.throughput_label,
        unit=words.per_second,
        series=[*finished, *attempts, *errors],
        format_value=words.rate,
    )


def _labels(layout: ChartLayout, words: Words) -> ChartLabels:
    return ChartLabels(
        label=layout.label,
        unit=layout.unit,
        locale=words.locale,
        figures=words.chart_figures,
        empty=words.chart_empty,
        table=words.chart_table,
        time=words.chart_time,
    )


def _entry(line: ChartSeries) -> MetricValue:
    with HtmlElement("li"):
        HtmlElement("span", f"swatch hue-{line.hue} {'dashed' if line.dashed else ''}").with_attributes(
            aria_hidden="true"
        )
        Text(line.name, role="note")
        return MetricValue(line.metric)


def _line(line: ChartSeries, history: ChartHistory) -> ChartLine:
    points = history.get(line.metric, ())
    return ChartLine(name=line.name, points=points, hue=line.hue, dashed=line.dashed)
