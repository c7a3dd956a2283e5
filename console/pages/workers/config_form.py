"""The sliders of the configuration."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from esteira.core.http.policies import Policy
from esteira.core.names import Lane
from esteira.scaling.config_rules import Path

from console.elements.controls import Button, Check
from console.elements.slider import Reach, Slider
from console.elements.text import HtmlElement, Text
from console.frame.visit import Visit
from console.pages.workers.edits import ConfigEdits
from console.pages.workers.fields import AS_DEPLOYED, COMMON_FIELDS, LANE_FIELDS, RETRY_DELAY, field_name
from console.pages.workers.words import WorkersWords


@dataclass(frozen=True, kw_only=True)
class FormEvents:
    """What is called when a field was edited, and when a lane is to be paused or resumed."""

    edited: Callable[[], None]
    pause: Callable[[Lane, bool], Awaitable[None]]


class ConfigForm(HtmlElement):
    """A group of sliders for each lane and one for all of them, with the values of the edits."""

    def __init__(self, visit: Visit, words: WorkersWords, edits: ConfigEdits, events: FormEvents) -> None:
        super().__init__("div", "config-form")
        self._visit, self._words, self._edits, self._events = visit, words, edits, events
        self._weights: dict[Lane, Slider] = {}
        with self:
            for lane in edits.current.configuration.lanes:
                self._lane(lane)
            with HtmlElement("fieldset"):
                Text(words.together, tag="legend")
                for path, reach in COMMON_FIELDS.items():
                    self._slider(path, reach)

    def _lane(self, lane: Lane) -> None:
        with HtmlElement("fieldset").with_attributes(data_lane=lane):
            Text(self._visit.words.lane_names[lane], tag="legend")
            self._pausing(lane)
            for name, reach in LANE_FIELDS.items():
                slider = self._slider(("lanes", lane, name), reach)
                if name == "weight":
                    self._weights[lane] = slider
            path = ("lanes", lane, "functions")
            Check(
                self._words.fields["functions"],
                value=self._edits.value(path),
                on_change=lambda value: self._edit(path, value),
            )

    def _pausing(self, lane: Lane) -> None:
        words, refused = self._words, self._visit.refusal(Policy.OPERATOR)
        paused = self._edits.current.configuration.lanes[lane].paused
        with HtmlElement("div", "pausing"):
            Text(words.paused if paused else words.receiving, role="pill slow" if paused else "pill normal")
            label = words.resume if paused else words.pause
            Button(label, lambda: self._events.pause(lane, not paused), refused=refused).props["aria-label"] = (
                f"{label}: {self._visit.words.lane_names[lane]}"
            )

    def _slider(self, path: Path, reach: Reach) -> Slider:
        name = field_name(path[2:] if path[0] == "lanes" else path, self._words, self._visit.words)
        hints = {"weight": self._words.weight_hint, RETRY_DELAY: self._words.deployed_hint}
        return Slider(
            name,
            value=self._edits.value(path) or AS_DEPLOYED,
            reach=reach,
            on_change=lambda value: self._edit(path, value),
            hint=hints.get(path[-1], ""),
        )

    def _edit(self, path: Path, value: float) -> None:
        lane = next((lane for lane in self._weights if path == ("lanes", lane, "weight")), None)
        if lane and isinstance(value, int) and 0 <= value <= 100:
            for other, weight in self._edits.set_weight(lane, value).items():
                self._weights[other].show(weight)
        else:
            self._edits.set(path, None if path[-1] == RETRY_DELAY and value == AS_DEPLOYED else value)
        self._events.edited()
