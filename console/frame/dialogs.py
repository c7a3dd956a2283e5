"""Dialogs: a question before an action, and a drawer with what belongs to one row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from nicegui import ui

from console.elements.controls import Button, Field
from console.elements.text import HtmlElement, Text
from console.frame.visit import Visit


async def confirmed(visit: Visit, title: str, sentences: Sequence[str], *, action: str, typed: str = "") -> bool:
    """Ask whether to go on, and return the answer. `action`: the button. `typed`: what must be typed before, if any."""
    words = visit.frame_words
    with ui.dialog() as dialog, _box(title):
        for sentence in sentences:
            Text(sentence, tag="p")
        field = Field(words.type_to_confirm.format(typed), autocomplete="off") if typed else None

        def go_on() -> None:
            if field is None or field.value.strip() == typed:
                dialog.submit(True)
            else:
                field.refuse(words.type_to_confirm.format(typed))

        with HtmlElement("div", "buttons"):
            Button(words.cancel, lambda: dialog.submit(False))
            Button(action, go_on, tone="danger" if typed else "primary")
    answer = bool(await dialog)
    dialog.delete()
    return answer


@contextmanager
def drawer(visit: Visit, title: str) -> Iterator[ui.dialog]:
    """A dialog at the right edge; what is built in the block is its content. It is open, and gone once it is closed."""
    with ui.dialog().props("position=right full-height") as dialog, _box(title, role="drawer"):
        Button(visit.frame_words.close, dialog.close, tone="plain close")
        yield dialog
    dialog.on("hide", dialog.delete)
    dialog.open()


@contextmanager
def form_dialog(title: str) -> Iterator[ui.dialog]:
    """A dialog in the middle for a short form, which is built in the block. It is open, and gone once it is closed."""
    with ui.dialog() as dialog, _box(title):
        yield dialog
    dialog.on("hide", dialog.delete)
    dialog.open()


@contextmanager
def _box(title: str, *, role: str = "") -> Iterator[None]:
    with HtmlElement("section", f"card dialog {role}").with_attributes(role="dialog", aria_label=title):
        Text(title, tag="h2")
        yield
