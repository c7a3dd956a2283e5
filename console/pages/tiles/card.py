"""The card that all tiles stand on, and the rows that some of them list."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from esteira.domain.metrics.metric import STALE_AFTER_SECONDS
from nicegui.element import Element

from console.elements.freshness import Freshness
from console.elements.text import HtmlElement, Text
from console.words import Words


@contextmanager
def card(title: str, role: str) -> Iterator[HtmlElement]:
    """A section with its heading. Whoever is stale greys the whole of it."""
    with HtmlElement("section", f"card {role}").with_attributes(aria_labelledby=f"title-{role}", data_fresh="yes") as section:
        heading = Text(title, tag="h2")
        heading.props["id"] = f"title-{role}"
        yield section


def freshness(words: Words) -> Freshness:
    """The age of a tile's figures."""
    return Freshness(stale_after=timedelta(seconds=STALE_AFTER_SECONDS), ago=words.ago)


class ListRow(Protocol):
    """One line of a list."""

    @property
    def element(self) -> Element:
        """What stands on the page."""


R = TypeVar("R", bound=ListRow)


class KeyedRows(Generic[R]):
    """Lines by name: made and removed as names come and go, never rebuilt while they stay."""

    def __init__(self, place: Element, make: Callable[[str], R]) -> None:
        self._place = place
        self._make = make
        self._rows: dict[str, R] = {}

    def for_names(self, names: Sequence[str]) -> dict[str, R]:
        """The lines of exactly these names, in their order."""
        for name in self._rows.keys() - set(names):
            self._rows.pop(name).element.delete()
        if new := [name for name in names if name not in self._rows]:
            with self._place:
                self._rows |= {name: self._make(name) for name in new}
            for index, name in enumerate(names):
                self._rows[name].element.move(target_index=index)
        return self._rows
