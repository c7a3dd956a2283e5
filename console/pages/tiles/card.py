"""The card that frames a tile, and the list of rows inside some of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from esteira.metrics.metric import STALE_AFTER_SECONDS
from nicegui.element import Element

from console.elements.freshness import Freshness
from console.elements.text import HtmlElement, Text
from console.words.words import Words


def title_id(role: str) -> str:
    """Return the id of a card's heading, to which the page links."""
    return f"title-{role}"


@contextmanager
def card(title: str, role: str) -> Iterator[HtmlElement]:
    """A section with a heading. A stale value inside greys the whole section."""
    with HtmlElement("section", f"card {role}").with_attributes(
        aria_labelledby=title_id(role), data_fresh="yes"
    ) as section:
        heading = Text(title, tag="h2")
        heading.props["id"] = title_id(role)
        yield section


def freshness(words: Words) -> Freshness:
    """Return the indicator for stale values of a tile."""
    return Freshness(stale_after=timedelta(seconds=STALE_AFTER_SECONDS), ago=words.ago)


class ListRow(Protocol):
    """One row of a list."""

    @property
    def element(self) -> Element:
        """The element on the page."""


R = TypeVar("R", bound=ListRow)


class KeyedRows(Generic[R]):
    """Rows by name. A row is created when its name appears, kept while it stays, and deleted when it is gone."""

    def __init__(self, parent: Element, make: Callable[[str], R]) -> None:
        self._parent = parent
        self._make = make
        self._rows: dict[str, R] = {}
        self._order: list[str] = []

    def for_names(self, names: Sequence[str]) -> dict[str, R]:
        """Return the rows of these names, in this order on the page; rows of other names are deleted."""
        for name in self._rows.keys() - set(names):
            self._rows.pop(name).element.delete()
        with self._parent:
            self._rows |= {name: self._make(name) for name in names if name not in self._rows}
        if self._order != (order := list(names)):
            self._order = order
            for index, name in enumerate(order):
                self._rows[name].element.move(target_index=index)
        return self._rows
