"""A line chart of the last minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.metrics.ring_buffer import Point
from nicegui.element import Element
from nicegui.elements.echart import EChart  # noqa: F401 - registers the bundled ECharts, which the component imports
from pydantic_core import to_json

from console.elements.timestamps import epoch_milliseconds


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """One line: name, initial points, number of its colour in the stylesheet, dashed or not."""

    name: str
    hue: int
    dashed: bool = False
    points: Sequence[Point]


@dataclass(frozen=True, kw_only=True)
class ChartLabels:
    """Accessible label of the chart, unit of its values, locale of its numbers, and the texts beside the picture.

    `figures` is the sentence about one line (`{name}`, `{now}`, `{low}`, `{high}`); `empty` stands for no values;
    `table` is the switch of the table, `time` the title of its first column.
    """

    label: str
    unit: str
    locale: str
    figures: str
    empty: str
    table: str
    time: str

    @property
    def texts(self) -> dict[str, str]:
        """The texts beside the picture, as the component names them."""
        return {"figures": self.figures, "empty": self.empty, "table": self.table, "time": self.time}


class LineChart(Element, component="line_chart.js"):
    """A chart whose time axis slides in the browser; the server sends only new points."""

    def __init__(
        self, name: str, lines: Sequence[ChartLine], *, window: timedelta, now: datetime, labels: ChartLabels
    ) -> None:
        """`name`: begins the id of its description, unique on the page."""
        super().__init__()
        self._props.update(
            {
                "name": name,
                "names": [line.name for line in lines],
                "hues": [line.hue for line in lines],
                "dashes": [line.dashed for line in lines],
                "points": _encoded(lines),
                "now": epoch_milliseconds(now),
                "window-ms": int(window.total_seconds() * 1000),
                "label": labels.label,
                "unit": labels.unit,
                "locale": labels.locale,
                "texts": labels.texts,
            }
        )

    def append(self, at: datetime, values: Sequence[float | None]) -> None:
        """Append a value to each line; None leaves a line unchanged."""
        self.run_method("append", epoch_milliseconds(at), list(values))


def _encoded(lines: Sequence[ChartLine]) -> str:
    """Return the points as JSON. In nested lists NiceGUI would keep an observer for each point: megabytes a page."""
    points = [[(epoch_milliseconds(point.at), point.value) for point in line.points] for line in lines]
    return to_json(points).decode()
