"""What the scaler did as signs on a line of time: one line a lane, what happened together under one sign."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from esteira.core.names import LANES, Lane
from esteira.scaling.ports import ScalingEvent

from console.elements.facts import LocalTime
from console.elements.text import HtmlElement, Text
from console.frame.visit import Visit
from console.pages.workers.words import WorkersWords

LANE_HEIGHT = 52
LINE_Y, NAME_Y = 38, 14
TOGETHER_PERCENT = 8.0
"""Signs that are nearer to each other would lie upon each other on a narrow screen."""
EDGE_PERCENT = 4.0

SIGNS: dict[str, str] = {
    "started": "M0,-7 L7,6 H-7 Z",
    "drained": "M0,7 L7,-6 H-7 Z",
    "terminated": "M-6,-6 L6,6 M6,-6 L-6,6",
    "killed": "M-7,-7 H7 V7 H-7 Z M-4,-4 L4,4 M4,-4 L-4,4",
    "replaced": "M0,-8 L8,0 L0,8 L-8,0 Z",
    "scaled": "M0,-8 L5,-2 H-5 Z M0,8 L5,2 H-5 Z",
    "concurrency": "M-7,0 A7,7 0 1 1 7,0 A7,7 0 1 1 -7,0 Z",
    "paused": "M-4,-7 V7 M4,-7 V7",
    "resumed": "M-5,-7 L7,0 L-5,7 Z",
    "several": "M-7,-4 H7 M-7,0 H7 M-7,4 H7",
}

Open = Callable[[Sequence[ScalingEvent]], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Marker:
    """One sign: the events it stands for, oldest first, and where it is on the line, in percent."""

    lane: Lane
    events: Sequence[ScalingEvent]
    percent: float

    @property
    def sign(self) -> str:
        """The action, if all events are of one."""
        actions = {event.action for event in self.events}
        return actions.pop() if len(actions) == 1 else "several"


def markers(events: Sequence[ScalingEvent], start: datetime, end: datetime) -> Sequence[Marker]:
    """Return the signs of the events between these times, by lane and time."""
    inside = sorted((event for event in events if start <= event.at <= end), key=lambda event: event.at)
    return [marker for lane in LANES for marker in _of_lane(lane, inside, start, end)]


def _of_lane(lane: Lane, events: Sequence[ScalingEvent], start: datetime, end: datetime) -> Sequence[Marker]:
    found: list[Marker] = []
    for event in events:
        if event.lane != lane:
            continue
        percent = 100 * (event.at - start) / (end - start)
        if found and percent - found[-1].percent < TOGETHER_PERCENT:
            last = found[-1]
            found[-1] = Marker(lane=lane, events=[*last.events, event], percent=last.percent)
        else:
            found.append(Marker(lane=lane, events=[event], percent=percent))
    return found


class Timeline(HtmlElement):
    """The picture. A sign says what it stands for when it is pointed at or focused, and opens when it is pressed."""

    def __init__(self, visit: Visit, words: WorkersWords, open_events: Open) -> None:
        super().__init__("div", "timeline")
        self._visit, self._words, self._open = visit, words, open_events

    def show(self, found: Sequence[Marker], start: datetime, end: datetime) -> None:
        """Draw these signs."""
        self.clear()
        lanes = [lane for lane in LANES if any(marker.lane == lane for marker in found)]
        with self:
            with HtmlElement("svg").with_attributes(
                role="group", aria_label=self._words.events, width="100%", height=str(LANE_HEIGHT * len(lanes) + 6)
            ):
                for number, lane in enumerate(lanes):
                    self._line(lane, number * LANE_HEIGHT)
                    for marker in found:
                        if marker.lane == lane:
                            self._marker(marker, number * LANE_HEIGHT + LINE_Y)
            with HtmlElement("div", "axis"):
                for at in (start, start + (end - start) / 2, end):
                    LocalTime(at, locale=self._visit.words.locale)
            self._said = Text(self._words.point, tag="p", role="note said")
            self._said.props["role"] = "status"

    def _line(self, lane: Lane, top: int) -> None:
        Text(self._visit.words.lane_names[lane], tag="text", role="lane").props.update(
            {"x": "0", "y": str(top + NAME_Y)}
        )
        line = HtmlElement("line", "rail").with_attributes(aria_hidden="true")
        line.props.update({"x1": "0", "x2": "100%", "y1": str(top + LINE_Y), "y2": str(top + LINE_Y)})

    def _marker(self, marker: Marker, y: int) -> None:
        text = marker_text(marker, self._words)
        x = EDGE_PERCENT + marker.percent * (100 - 2 * EDGE_PERCENT) / 100
        place = HtmlElement("svg", "place")
        place.props.update({"x": f"{x:.2f}%", "y": str(y), "overflow": "visible"})
        with (
            place,
            HtmlElement("g", f"marker {marker.sign}").with_attributes(
                role="button", tabindex="0", aria_label=text
            ) as sign,
        ):
            Text(text, tag="title")
            HtmlElement("circle", "ground").props["r"] = "12"
            HtmlElement("path", "sign").props["d"] = SIGNS[marker.sign]
            if len(marker.events) > 1:
                Text(str(len(marker.events)), tag="text", role="many").props.update({"x": "0", "y": "-16"})
        for event in ("mouseenter", "focus"):
            sign.on(event, lambda: self._said.set_text(text))
        for event in ("click", "keydown.enter", "keydown.space.prevent"):
            sign.on(event, lambda: self._open(marker.events))


def marker_text(marker: Marker, words: WorkersWords) -> str:
    """Return what a sign stands for."""
    if len(marker.events) == 1:
        return event_text(marker.events[0], words)
    actions = [event.action for event in marker.events]
    counts = ", ".join(f"{actions.count(action)} × {words.actions[action]}" for action in dict.fromkeys(actions))
    return f"{_time(marker.events[0])} – {_time(marker.events[-1])} · {counts}"


def event_text(event: ScalingEvent, words: WorkersWords) -> str:
    """Return one event with its reason."""
    return " · ".join(part for part in (_time(event), words.actions[event.action], event.worker, event.reason) if part)


def _time(event: ScalingEvent) -> str:
    return f"{event.at:%H:%M:%S} UTC"
