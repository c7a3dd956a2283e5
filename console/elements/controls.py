"""Form controls of plain HTML. What was typed survives a lost connection: the server never writes to them."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any

from console.elements.text import HtmlElement, Text

Clicked = Callable[[], Awaitable[None] | None]
_IDS = count(1)


class Button(Text):
    """A button. `tone`: primary, danger or plain. `refused`: why not to press it, which its action checks too."""

    def __init__(self, text: str, on_click: Clicked, *, tone: str = "plain", refused: str = "") -> None:
        super().__init__(text, tag="button", role=f"button {tone}")
        self.props.update({"type": "button"})
        if refused:
            # Not `disabled`: then the reason could be reached neither by keyboard nor by a screen reader.
            self.props.update({"aria-disabled": "true", "title": refused})
        self.on("click", lambda _: on_click())


class Field(HtmlElement):
    """A labelled field of text. `kind`: a type of HTML inputs, or `textarea`. `hint` is read with it."""

    def __init__(
        self,
        label: str,
        *,
        kind: str = "text",
        value: str = "",
        hint: str = "",
        on_change: Callable[[str], Any] | None = None,
        **attributes: str,
    ) -> None:
        super().__init__("div", "field")
        self.value = value
        self._on_change = on_change
        name = f"field-{next(_IDS)}"
        area = kind == "textarea"
        with self:
            Text(label, tag="label").props["for"] = name
            self._input = Text(value, tag="textarea") if area else HtmlElement("input")
            self._input.props.update({"id": name, "aria-describedby": f"{name}-note"})
            self._input.props.update({key.replace("_", "-"): text for key, text in attributes.items()})
            if not area:
                # `^`: the attribute. Vue writes the property `value` again whenever it draws, over what was typed.
                self._input.props.update({"type": kind, "^value": value})
            self._note = Text(hint, tag="p", role="note")
            self._note.props["id"] = f"{name}-note"
        self._hint = hint
        self._input.on("input", lambda event: self._take(event.args), js_handler="(e) => emit(e.target.value)")

    def refuse(self, reason: str) -> None:
        """Show why the value is not taken; an empty reason takes that back."""
        self._note.set_text(reason or self._hint)
        self._note.classes(replace="note warning" if reason else "note")
        self._input.props["aria-invalid"] = str(bool(reason)).lower()

    def _take(self, value: str) -> None:
        self.value = value
        if self._on_change:
            self._on_change(value)


class FileField(HtmlElement):
    """A labelled choice of a file of text. `on_text` is given its text, or None if it has more than `most_bytes`."""

    def __init__(
        self, label: str, on_text: Callable[[str | None], Any], *, accept: str, most_bytes: int, hint: str = ""
    ) -> None:
        super().__init__("div", "field")
        name = f"field-{next(_IDS)}"
        with self:
            Text(label, tag="label").props["for"] = name
            self._input = HtmlElement("input").with_attributes(
                id=name, type="file", accept=accept, aria_describedby=f"{name}-note"
            )
            self._note = Text(hint, tag="p", role="note")
            self._note.props["id"] = f"{name}-note"
        self._hint = hint
        self._input.on("change", lambda event: on_text(event.args), js_handler=READ_FILE % most_bytes)

    def refuse(self, reason: str) -> None:
        """Show why the file is not taken; an empty reason takes that back."""
        self._note.set_text(reason or self._hint)
        self._note.classes(replace="note warning" if reason else "note")
        self._input.props["aria-invalid"] = str(bool(reason)).lower()


READ_FILE = """async (e) => {
  const file = e.target.files[0];
  if (file) emit(file.size <= %d ? await file.text() : null);
}"""


class Choice(HtmlElement):
    """A labelled choice of one among several: `options` are values with their texts."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        on_change: Callable[[str], Any] | None = None,
    ) -> None:
        super().__init__("div", "field")
        self.value = value or options[0][0]
        self._on_change = on_change
        name = f"field-{next(_IDS)}"
        with self:
            Text(label, tag="label").props["for"] = name
            with HtmlElement("select").with_attributes(id=name) as select:
                for key, text in options:
                    option = Text(text, tag="option")
                    option.props["value"] = key
                    if key == self.value:
                        option.props["selected"] = True
        select.on("change", lambda event: self._take(event.args), js_handler="(e) => emit(e.target.value)")

    def _take(self, value: str) -> Any:
        self.value = value
        return self._on_change(value) if self._on_change else None


class Check(HtmlElement):
    """A labelled box to tick."""

    def __init__(self, label: str, *, value: bool = False, on_change: Callable[[bool], Any] | None = None) -> None:
        super().__init__("label", "check")
        self.value = value
        self._on_change = on_change
        with self:
            box = HtmlElement("input").with_attributes(type="checkbox")
            if value:
                box.props["checked"] = True
            Text(label)
        box.on("change", lambda event: self._take(event.args), js_handler="(e) => emit(e.target.checked)")

    def _take(self, value: bool) -> Any:
        self.value = value
        return self._on_change(value) if self._on_change else None
