"""In-memory implementations of the ports of orders, for tests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from esteira.callbacks.callback import KeptCallback
from esteira.core.orders import MAX_SOURCE_ID, OrderKey
from esteira.core.row_dates import nearest_date
from esteira.orders.found_order import FoundOrder, OrderFilter, Place
from esteira.orders.story import Letter, Redrive, TargetOrder
from esteira.reconciliation.comparison import TargetRow

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(kw_only=True)
class MemoryOrderSearch:
    """The port `OrderSearch`."""

    orders: list[FoundOrder] = field(default_factory=list)

    def page(self, question: OrderFilter) -> Sequence[FoundOrder]:
        """See `OrderSearch.page`."""
        before = _sortable(question.before or Place(_LAST, MAX_SOURCE_ID, "\U0010ffff"))
        found = [order for order in self.orders if _fits(order, question) and _sortable(order.place) < before]
        return sorted(found, key=lambda order: _sortable(order.place), reverse=True)[: question.limit]


def _fits(order: FoundOrder, question: OrderFilter) -> bool:
    at = nearest_date(order.since)
    return (
        order.state in question.states
        and question.source in (None, order.order.source)
        and question.source_id in (None, order.order.source_id)
        and (question.message_id is None or (question.message_id == order.message_id and order.state != "rejected"))
        and (question.since or _FIRST) <= at <= (question.until or _LAST)
    )


def _sortable(place: Place) -> tuple[datetime, int, str]:
    return nearest_date(place.since), place.source_id, place.source


@dataclass(kw_only=True)
class MemoryOrderFacts:
    """The ports `OrderFacts` and `KnownRows`. A redrive with identifiers names them; one without took all letters."""

    rows: dict[OrderKey, TargetOrder] = field(default_factory=dict)
    dead_letters: dict[OrderKey, list[Letter]] = field(default_factory=dict)
    selections: list[tuple[Redrive, frozenset[str]]] = field(default_factory=list)
    kept: list[KeptCallback] = field(default_factory=list)
    rejected: set[OrderKey] = field(default_factory=set)
    failed: dict[OrderKey, int] = field(default_factory=dict)

    def row(self, order: OrderKey) -> TargetOrder | None:
        """See `OrderFacts.row`."""
        return self.rows.get(order)

    def letters(self, order: OrderKey) -> Sequence[Letter]:
        """See `OrderFacts.letters`."""
        return sorted(self.dead_letters.get(order, []), key=lambda letter: nearest_date(letter.since))

    def redrives(self, identifiers: Sequence[str], *, since: datetime, limit: int) -> Sequence[Redrive]:
        """See `OrderFacts.redrives`."""
        fitting = [
            redrive
            for redrive, selected in self.selections
            if redrive.requested_at >= since and (not selected or selected & set(identifiers))
        ]
        return sorted(fitting, key=lambda redrive: (redrive.requested_at, redrive.id))[-limit:]

    def callbacks(self, order: OrderKey, *, limit: int) -> Sequence[KeptCallback]:
        """See `OrderFacts.callbacks`."""
        of_order = [kept for kept in self.kept if (kept.callback.source, kept.callback.source_id) == order]
        return sorted(of_order, key=lambda kept: (kept.received_at, kept.callback.key))[:limit]

    def known(self, source: str, ids: Sequence[int]) -> Mapping[int, TargetRow]:
        """See `KnownRows.known`."""
        keys = [OrderKey(source, row_id) for row_id in ids]
        return {key.source_id: self._known(key) for key in self._known_keys(keys)}

    def _known_keys(self, keys: Iterable[OrderKey]) -> list[OrderKey]:
        return [key for key in keys if key in self.rows or key in self.rejected or key in self.failed]

    def _known(self, key: OrderKey) -> TargetRow:
        row = self.rows.get(key)
        return TargetRow(
            id=key.source_id,
            product=row.product if row else None,
            price=row.price if row else None,
            security_check=row.security_check if row else None,
            payload_hash=row.payload_hash if row else None,
            rejected=key in self.rejected,
            attempt=self.failed.get(key),
        )
