"""The charts of queue depth and throughput: history first, then live values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from esteira.metrics.ring_buffer import Point

from console.alerts.alert import title_id
from console.elements.line_chart import ChartLabels, ChartLine, LineChart
from console.elements.text import HtmlElement, MetricValue, Text
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import card, freshness
from console.words.words import Words

WINDOW = timedelta(minutes=10)

ChartHistory = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, kw_only=True)
class ChartSeries:
    """One line of a chart: metric, lane and what is measured of it, colour, dashed or not."""

    metric: str
    lane: str
    measure: str
    hue: int
    dashed: bool = False

    @property
    def name(self) -> str:
        """What the line is called outside of the legend."""
        return f"{self.lane}: {self.measure.lower()}"


@dataclass(frozen=True, kw_only=True)
class ChartLayout:
    """The definition of a chart."""

    role: str
    title: str
    address: str
    label: str
    unit: str
    series: Sequence[ChartSeries]
    format_value: Callable[[float | None], str]


class ChartTile:
    """A chart with a legend that shows the latest values. Every change appends a point."""

    def __init__(self, layout: ChartLayout, history: ChartHistory, words: Words, *, now: datetime) -> None:
        self._layout = layout
        self._last: dict[str, datetime] = {}
        with card(layout.title, layout.role, address=layout.address) as parts:
            with parts.aside:
                self._freshness = freshness(words)
            self._values = _legend(layout)
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
    return ChartLayout(
        role="depth",
        title=words.depth,
        address="/queues",
        label=words.depth_label,
        unit="",
        series=[
            *_of_lanes("queue.{lane}.visible", words.waiting, words),
            *_of_lanes("queue.{lane}.in_flight", words.in_flight, words, dashed=True),
        ],
        format_value=words.count,
    )


def throughput_chart(words: Words) -> ChartLayout:
    """Define the chart of what each lane finishes per second, with its errors."""
    return ChartLayout(
        role="throughput",
        title=words.throughput,
        address="/workers",
        label=words.throughput_label,
        unit=words.per_second,
        series=[
            *_of_lanes("throughput.{lane}", words.done_rate, words),
            *_of_lanes("throughput.{lane}.errors", words.errors_rate, words, dashed=True),
        ],
        format_value=words.rate,
    )


def _of_lanes(metric: str, measure: str, words: Words, *, dashed: bool = False) -> Sequence[ChartSeries]:
    return [
        ChartSeries(metric=metric.format(lane=lane), lane=name, measure=measure, hue=hue, dashed=dashed)
        for hue, (lane, name) in enumerate(words.lane_names.items(), start=1)
    ]


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


def _legend(layout: ChartLayout) -> Sequence[MetricValue]:
    """Add the lanes as columns and the measures as rows, and return the values in the order of the lines."""
    with HtmlElement(role="legend"), HtmlElement("table").with_attributes(aria_labelledby=title_id(layout.role)):
        with HtmlElement("thead"), HtmlElement("tr"):
            HtmlElement("td")
            for lane in dict.fromkeys(line.lane for line in layout.series):
                Text(lane, tag="th").props["scope"] = "col"
        with HtmlElement("tbody"):
            return [value for _, row in groupby(layout.series, attrgetter("measure")) for value in _row(list(row))]


def _row(lines: Sequence[ChartSeries]) -> Sequence[MetricValue]:
    with HtmlElement("tr"):
        Text(lines[0].measure, tag="th").props["scope"] = "row"
        return [_entry(line) for line in lines]


def _entry(line: ChartSeries) -> MetricValue:
    with HtmlElement("td").with_attributes(data_label=line.lane):
        HtmlElement("span", f"swatch hue-{line.hue} {'dashed' if line.dashed else ''}").with_attributes(
            aria_hidden="true"
        )
        return MetricValue(line.metric)


def _line(line: ChartSeries, history: ChartHistory) -> ChartLine:
    points = history.get(line.metric, ())
    return ChartLine(name=line.name, points=points, hue=line.hue, dashed=line.dashed)
