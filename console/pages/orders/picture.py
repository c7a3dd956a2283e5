"""The path of an order as a picture: a line from the source to the target, with a sign for each step."""

from collections.abc import Sequence

from esteira.core.row_dates import RowDate

from console.elements.text import HtmlElement, Text
from console.pages.orders.steps import Kind, Step
from console.pages.orders.words import OrdersWords

STEP_HEIGHT = 48
RAIL_X, TEXT_X = 16, 40
TOP = 18
SHOWN_CHARACTERS = 60

TONES: dict[Kind, str] = {
    "failed": "alert",
    "dead": "alert",
    "conflict": "alert",
    "rejected": "alert",
    "lost": "alert",
    "not_read": "wait",
    "under_way": "wait",
    "callback_waits": "wait",
    "succeeded": "good",
    "persisted": "good",
    "callback": "good",
}

SIGNS: dict[Kind, str] = {
    "created": "M-7,-7 H7 V7 H-7 Z",
    "published": "M-6,-7 L8,0 L-6,7 Z",
    "sent_again": "M-6,-7 L8,0 L-6,7 Z",
    "redriven": "M6,-7 L-8,0 L6,7 Z",
    "failed": "M-6,-6 L6,6 M6,-6 L-6,6",
    "succeeded": "M-7,0 L-2,6 L7,-6",
    "dead": "M-8,-6 H8 V6 H-8 Z M-8,-6 L0,1 L8,-6",
    "conflict": "M0,-8 L8,6 H-8 Z M0,-2 V2",
    "rejected": "M-5,-8 H5 L8,-5 V5 L5,8 H-5 L-8,5 V-5 Z M-4,0 H4",
    "persisted": "M-8,-5 A8,3 0 0 1 8,-5 V5 A8,3 0 0 1 -8,5 Z M-8,-5 A8,3 0 0 0 8,-5",
    "callback": "M0,-8 L8,0 L0,8 L-8,0 Z",
    "callback_waits": "M0,-8 L8,0 L0,8 L-8,0 Z",
}
WAITING = "M-7,0 A7,7 0 1 1 7,0 A7,7 0 1 1 -7,0 Z"


class PathPicture(HtmlElement):
    """The picture. Its signs differ by shape and not by colour alone; each step is an entry of a list for readers."""

    def __init__(self, label: str) -> None:
        super().__init__("svg", "order-path")
        self.with_attributes(role="list", aria_label=label)

    def show(self, steps: Sequence[Step], words: OrdersWords) -> None:
        """Draw these steps."""
        self.clear()
        self.props.update({"height": str(TOP * 2 + STEP_HEIGHT * max(0, len(steps) - 1) + 16), "width": "100%"})
        with self:
            for number, step in enumerate(steps):
                if number:
                    _rail(number, waits=TONES.get(step.kind) == "wait" and step.at is None)
            for number, step in enumerate(steps):
                _step(number, step, words)


def _rail(number: int, *, waits: bool) -> None:
    bottom = TOP + number * STEP_HEIGHT
    line = HtmlElement("line", "rail waits" if waits else "rail")
    line.props.update({"x1": str(RAIL_X), "x2": str(RAIL_X), "y1": str(bottom - STEP_HEIGHT), "y2": str(bottom)})
    line.props["aria-hidden"] = "true"


def _step(number: int, step: Step, words: OrdersWords) -> None:
    y = TOP + number * STEP_HEIGHT
    tone = TONES.get(step.kind, "plain")
    with HtmlElement("g", f"step {tone}").with_attributes(role="listitem", data_step=step.kind):
        HtmlElement("circle", "ground").props.update({"cx": str(RAIL_X), "cy": str(y), "r": "14"})
        sign = HtmlElement("path", "sign")
        sign.props.update({"d": SIGNS.get(step.kind, WAITING), "transform": f"translate({RAIL_X},{y})"})
        _line(step_text(step, words), y - 2, "title")
        _line(" · ".join(part for part in (_time(step.at), step.detail) if part), y + 16, "detail")


def _line(text: str, y: int, role: str) -> None:
    shown = text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"
    line = Text(shown, tag="text", role=role)
    line.props.update({"x": str(TEXT_X), "y": str(y)})


def step_text(step: Step, words: OrdersWords) -> str:
    """Return the text of a step."""
    names = [words.payments.get(name, name) for name in step.names]
    return words.steps[step.kind].format(*names)


def _time(at: RowDate | None) -> str:
    """Return a time to the millisecond, in UTC: attempts follow each other within a second."""
    if at is None or isinstance(at, str):
        return at or ""
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d} UTC"
