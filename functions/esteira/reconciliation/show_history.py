"""Show the attempts of one message, and the state of its order."""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.core.clock import Clock, utc_now
from esteira.core.errors import NotFound
from esteira.core.orders import OrderKey
from esteira.reconciliation.history import History, MessageReference, OrderLocation, PastAttempt, in_order
from esteira.reconciliation.ports import AttemptHistory, OrderLocator
from esteira.reconciliation.read_ledger import LedgerDeps


@dataclass(frozen=True, kw_only=True)
class HistoryDeps:
    """Dependencies of `show_history`. `logs`: the attempt log and the outbox."""

    logs: Sequence[AttemptHistory]
    order_locator: OrderLocator
    ledger_deps: LedgerDeps
    clock: Clock = utc_now


def show_history(history_deps: HistoryDeps, address: str) -> History:
    """Return the history of a message, given by its id or by its order as `source:id`.

    Raises `NotFound` if it has no attempts and its order is unknown, and `Unavailable`, which names the store.
    """
    reference = MessageReference.parse(address)
    now = history_deps.clock()
    attempts = in_order(
        document for log in history_deps.logs for document in log.of_message(reference.message_id, now=now)
    )
    order_location = history_deps.order_locator.find(reference) or _locate_in_source(
        history_deps.ledger_deps, reference.order or _origin(attempts)
    )
    if not attempts and order_location is None:
        raise NotFound(f"(message {address})")
    return History(message_id=reference.message_id, attempts=attempts, order_location=order_location)


def _origin(attempts: Sequence[PastAttempt]) -> OrderKey | None:
    """Return the order of the attempts, or None. The origin of a callback is ignored: it is another message's order."""
    origins = [each.document["origin"] for each in attempts if each.document["lane"] == "orders"]
    return next((OrderKey(origin["source"], origin["source_id"]) for origin in origins if origin), None)


def _locate_in_source(ledger_deps: LedgerDeps, order: OrderKey | None) -> OrderLocation | None:
    """Return whether an order that the target does not know was handed over, or None if its source has no such row."""
    source = ledger_deps.sources.get(order.source) if order else None
    if order is None or source is None or not source.orders([order.source_id]):
        return None
    past = source.past(ledger_deps.cursors.position(order.source), [order.source_id])
    return OrderLocation(order=order, state="not_read" if past.rows else "moving")
