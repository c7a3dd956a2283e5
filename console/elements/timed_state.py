"""A state that changes in the browser at known moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nicegui.element import Element

from console.elements.timestamps import epoch_milliseconds, send_with_now


@dataclass(frozen=True, kw_only=True)
class TimedState:
    """A state from the moment `begins` on: its text, and its CSS class."""

    begins: datetime
    text: str
    role: str


class TimedStateText(Element, component="timed_state.js"):
    """Shows the last state that has begun. Like a countdown it needs no message at that moment."""

    def __init__(self) -> None:
        super().__init__()
        self._props.update({"states": [], "now": 0})

    def show(self, states: Sequence[TimedState], *, now: datetime) -> None:
        """Set the states, ordered by their beginning; the first one applies also before it."""
        texts = [
            {"begins": epoch_milliseconds(state.begins), "text": state.text, "role": state.role} for state in states
        ]
        send_with_now(self, now, states=texts)
