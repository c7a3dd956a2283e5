"""A chart of the last minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.domain.metrics.rings import Point
from nicegui.element import Element
from nicegui.elements.echart import EChart  # noqa: F401 - registers the bundled ECharts, which the component imports

from console.elements.timestamps import epoch_milliseconds


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """One line: its name, what is known of it so far, its colour by number, its dash."""

    name: str
    hue: int
    dashed: bool = False
    points: Sequence[Point]


@dataclass(frozen=True, kw_only=True)
class ChartLabels:
    """What the chart is called, what its figures are measured in, and how numbers are written."""

    label: str
    unit: str
    locale: str


class LineChart(Element, component="line_chart.js"):
    """Lines that slide by themselves and take one new point at a time."""

    def __init__(self, lines: Sequence[ChartLine], *, window: timedelta, now: datetime, legend: ChartLabels) -> None:
        super().__init__()
        self._props.update(
            {
                "names": [line.name for line in lines],
                "hues": [line.hue for line in lines],
                "dashes": [line.dashed for line in lines],
                "points": [[[epoch_milliseconds(point.at), point.value] for point in line.points] for line in lines],
                "now": epoch_milliseconds(now),
                "window-ms": int(window.total_seconds() * 1000),
                "label": legend.label,
                "unit": legend.unit,
                "locale": legend.locale,
            }
        )

    def append(self, at: datetime, values: Sequence[float | None]) -> None:
        """A value for each line, None where there is none."""
        self.run_method("append", epoch_milliseconds(at), list(values))
