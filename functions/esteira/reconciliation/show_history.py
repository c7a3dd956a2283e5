"""Shows what happened to one message, attempt by attempt, and where its order is now."""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.core.clock import Clock, utc_now
from esteira.core.errors import NotFound
from esteira.core.orders import OrderKey
from esteira.reconciliation.history import Address, History, OrderLocation, PastAttempt, in_order
from esteira.reconciliation.ports import AttemptHistory, OrderLocator
from esteira.reconciliation.read_ledger import LedgerDeps


@dataclass(frozen=True, kw_only=True)
class HistoryDeps:
    """All places that know something of a message."""

    logs: Sequence[AttemptHistory]
    order_location: OrderLocator
    ledger_deps: LedgerDeps
    clock: Clock = utc_now


def show_history(history_deps: HistoryDeps, address: str) -> History:
    """The history of a message, by its id or by its order as `source:id`.

    Raises `NotFound` where nobody has heard of it, and `Unavailable` in the words of what does not answer.
    """
    asked = Address.of(address)
    now = history_deps.clock()
    attempts = in_order(document for log in history_deps.logs for document in log.of_message(asked.message_id, now=now))
    order_location = history_deps.order_location.find(asked) or _look_in_source(
        history_deps.ledger_deps, asked.order or _origin(attempts)
    )
    if not attempts and order_location is None:
        raise NotFound(f"(message {address})")
    return History(message_id=asked.message_id, attempts=attempts, order_location=order_location)


def _origin(attempts: Sequence[PastAttempt]) -> OrderKey | None:
    """The order that the attempts were made for; a callback's origin is no order of its own."""
    origins = [each.document["origin"] for each in attempts if each.document["lane"] == "orders"]
    return next((OrderKey(origin["source"], origin["source_id"]) for origin in origins if origin), None)


def _look_in_source(ledger_deps: LedgerDeps, order: OrderKey | None) -> OrderLocation | None:
    """Of an order that the target does not know: whether it was handed over."""
    source = ledger_deps.sources.get(order.source) if order else None
    if order is None or source is None or not source.orders([order.source_id]):
        return None
    past = source.past(ledger_deps.cursors.position(order.source), [order.source_id])
    return OrderLocation(order=order, state="not_read" if past.rows else "moving")
