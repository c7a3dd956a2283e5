"""What an action changed, as a table: fields with their values before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.elements.text import HtmlElement, Text


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field: its value before and after as text; None where there was none."""

    field: str
    before: str | None
    after: str | None

    @property
    def is_one(self) -> bool:
        """Whether the values differ."""
        return self.before != self.after


def show_changes(titles: Sequence[str], changes: Sequence[Change]) -> None:
    """Build the table. `titles`: of the field, the value before, and the one after."""
    with HtmlElement("table", "changes"):
        with HtmlElement("thead"), HtmlElement("tr"):
            for title in titles:
                Text(title, tag="th").props["scope"] = "col"
        with HtmlElement("tbody"):
            for change in changes:
                _row(change)


def _row(change: Change) -> None:
    with HtmlElement("tr", "changed" if change.is_one else ""):
        Text(change.field, tag="th").props["scope"] = "row"
        for tag, value in (("del", change.before), ("ins", change.after)):
            with HtmlElement("td"):
                # `del` and `ins` say it also to a screen reader.
                Text("–" if value is None else value, tag=tag if change.is_one and value is not None else "span")
