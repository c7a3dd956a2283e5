"""Rows of a list that changes."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from nicegui.element import Element


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
