"""The ports of orders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from esteira.callbacks.callback import KeptCallback
from esteira.core.orders import OrderKey
from esteira.orders.found_order import FoundOrder, OrderFilter
from esteira.orders.story import Letter, Redrive, TargetOrder
from esteira.reconciliation.comparison import TargetRow


class OrderSearch(Protocol):
    """Searches the target."""

    def page(self, question: OrderFilter) -> Sequence[FoundOrder]:
        """Return the first orders after the place, the newest first. Raises `TargetUnavailable`."""
        ...


class OrderFacts(Protocol):
    """What the target keeps of one order, beside its state. Every method raises `TargetUnavailable`."""

    def row(self, order: OrderKey) -> TargetOrder | None:
        """Return the persisted row."""
        ...

    def letters(self, order: OrderKey) -> Sequence[Letter]:
        """Return its dead letter, if it is dead, and the messages with other contents, the oldest first."""
        ...

    def redrives(self, identifiers: Sequence[str], *, since: datetime, limit: int) -> Sequence[Redrive]:
        """Return the last redrives of orders since then that took all letters or named one of these, oldest first."""
        ...

    def callbacks(self, order: OrderKey, *, limit: int) -> Sequence[KeptCallback]:
        """Return its first callbacks, in the order in which they were received."""
        ...


class KnownRows(Protocol):
    """What the target knows of rows of a source, in any state."""

    def known(self, source: str, ids: Sequence[int]) -> Mapping[int, TargetRow]:
        """Return it by id; ids that it does not know are left out. Raises `TargetUnavailable`."""
        ...
