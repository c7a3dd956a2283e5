"""The filters of a list. They are in the address, so that links and the way back keep them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from nicegui import ui

from console.elements.controls import Button, Choice, Field
from console.elements.text import HtmlElement
from console.frame.visit import Visit


class Filters(HtmlElement):
    """A row of choices and fields. Each change goes to the address that has it; `path` is the page's."""

    def __init__(self, visit: Visit, path: str) -> None:
        super().__init__("div", "filters")
        self._visit, self._path = visit, path
        self.with_attributes(role="search")

    def choice(self, name: str, label: str, options: Sequence[tuple[str, str]], *, anything: str) -> None:
        """Add a choice among values with their texts, beside `anything`."""
        with self:
            Choice(
                label,
                [("", anything), *options],
                value=self._visit.query.get(name, ""),
                on_change=lambda value: self._go({name: value}),
            )

    def fields(self, labels: Mapping[str, str], *, search: str) -> None:
        """Add fields of text by their names, and the button that searches."""
        given = self._visit.query
        with self:
            found = {name: Field(label, value=given.get(name, "")) for name, label in labels.items()}
            Button(search, lambda: self._go({name: field.value.strip() for name, field in found.items()}))

    def _go(self, changes: Mapping[str, str]) -> None:
        ui.navigate.to(address(self._path, {**self._visit.query, **changes}))


def address(path: str, query: Mapping[str, str]) -> str:
    """Return the address with these parameters; empty ones are left out."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
