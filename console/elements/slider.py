"""A number that is chosen with a slider or typed."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from console.elements.text import HtmlElement, Text

_IDS = count(1)
THROTTLE_SECONDS = 0.1

FOLLOW = """(e) => {
  const other = [...e.target.closest(".slider").querySelectorAll("input")].find((input) => input !== e.target);
  if (e.target.value === "") return;
  other.value = e.target.value;
  emit(Number(e.target.value));
}"""
"""The other input follows in the browser: the server's answer would come too late for a finger on the slider."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The part of all numbers that the slider covers, with its step. Any number can be typed."""

    low: float = 0
    high: float
    step: float = 1


class Slider(HtmlElement):
    """The number with its label; `hint` is read with it. `on_change` is given each number while it is chosen."""

    def __init__(
        self, label: str, *, value: float, reach: Reach, on_change: Callable[[float], object], hint: str = ""
    ) -> None:
        super().__init__("div", "field slider")
        self._label, self._reach, self._on_change, self._hint = label, reach, on_change, hint
        self.show(value)

    def show(self, value: float) -> None:
        """Show this number, whatever was chosen before."""
        # New inputs: one that was touched does not follow its attribute any more.
        self.clear()
        name = f"slider-{next(_IDS)}"
        with self:
            Text(self._label, tag="label").props["for"] = name
            self._input("range", value, id=name, max=f"{max(self._reach.high, value):g}")
            self._input("number", value, aria_label=self._label, step="any", inputmode="decimal")
            note = Text(self._hint, tag="p", role="note")
            note.props["id"] = f"{name}-note"

    def _input(self, kind: str, value: float, **attributes: str) -> None:
        element = HtmlElement("input")
        element.props.update({"type": kind, "min": f"{self._reach.low:g}", "step": f"{self._reach.step:g}"})
        element.with_attributes(**attributes)
        element.props["^value"] = f"{value:g}"
        element.on("input", lambda event: self._on_change(event.args), throttle=THROTTLE_SECONDS, js_handler=FOLLOW)
