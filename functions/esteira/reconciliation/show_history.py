"""Show the attempts of one message, and the state of its order or callback."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from esteira.callbacks.ports import CallbackRepository
from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.clock import Clock, utc_now
from esteira.core.errors import SOURCE_FAULTS, AttemptLogUnavailable, EsteiraError, NotFound
from esteira.core.orders import OrderKey
from esteira.reconciliation.dead_letters import CallbackKey
from esteira.reconciliation.history import (
    CallbackLocation,
    History,
    MissingAttempts,
    OrderLocation,
    PastAttempt,
    callback_location,
    in_order,
)
from esteira.reconciliation.message_reference import FORMS, MessageReference, references, sqs_id_of
from esteira.reconciliation.missing_attempts import log_unavailable, missing_attempts, source_unread
from esteira.reconciliation.ports import AttemptHistory, OrderLocator
from esteira.reconciliation.read_ledger import LedgerDeps


@dataclass(frozen=True, kw_only=True)
class HistoryDeps:
    """Dependencies of `show_history`. `logs`: the attempt log and the outbox. `log_life`: lifetime of attempts."""

    logs: Sequence[AttemptHistory]
    order_locator: OrderLocator
    callbacks: CallbackRepository
    ledger_deps: LedgerDeps
    log_life: timedelta
    clock: Clock = utc_now


def show_history(history_deps: HistoryDeps, address: str) -> History:
    """Return the history of a message, given in one of the `FORMS`.

    If the attempt log or the order's source is away, it is returned without what they hold, as `missing` says. Raises
    `Unprocessable` for what is not an address, `NotFound` if nothing is known of the message, and the error of a store
    that could not be read, if that may be why.
    """
    faults: list[EsteiraError] = []
    for reference in _candidates(history_deps, address):
        history, fault = _read(history_deps, reference)
        if history.attempts or history.location:
            return replace(history, missing=_missing(history_deps, history, fault))
        faults += [fault] if fault else []
    if faults:
        raise faults[0]
    raise NotFound(f"(nothing is known of {address}; {FORMS}; an id of a message that has no attempt is not enough)")


def _candidates(history_deps: HistoryDeps, address: str) -> Iterator[MessageReference]:
    """Yield the messages that the address can mean, and last the one that had it as an SQS id."""
    yield from references(address)
    if sqs_id := sqs_id_of(address):
        now = history_deps.clock()
        found = (log.message_received_as(sqs_id, now=now) for log in history_deps.logs)
        yield from (MessageReference(message_id=message_id) for message_id in found if message_id)


def _read(history_deps: HistoryDeps, reference: MessageReference) -> tuple[History, EsteiraError | None]:
    """Return what is known of a message, and the error of a log or a source that could not be read."""
    documents, log_fault = documents_of(history_deps, reference.message_id)
    attempts = in_order(documents)
    order_location, source_fault = _locate_order(history_deps, reference, attempts)
    return (
        History(
            message_id=reference.message_id,
            attempts=attempts,
            order_location=order_location,
            callback_location=_locate_callback(history_deps, reference.callback or _callback_of(attempts)),
        ),
        log_fault or source_fault,
    )


def documents_of(
    history_deps: HistoryDeps, message_id: str
) -> tuple[list[AttemptDocument], AttemptLogUnavailable | None]:
    """Return the attempts of a message in all logs, and the error of a log that could not be read."""
    documents, unread, now = list[AttemptDocument](), None, history_deps.clock()
    for log in history_deps.logs:
        try:
            documents += log.of_message(message_id, now=now)
        except AttemptLogUnavailable as error:
            unread = error
    return documents, unread


def _missing(history_deps: HistoryDeps, history: History, fault: EsteiraError | None) -> MissingAttempts | None:
    if isinstance(fault, AttemptLogUnavailable):
        return log_unavailable(str(fault))
    if fault:
        return source_unread(str(fault))
    if history.attempts:
        return None
    return missing_attempts(history.location, now=history_deps.clock(), life=history_deps.log_life)


def _locate_order(
    history_deps: HistoryDeps, reference: MessageReference, attempts: Sequence[PastAttempt]
) -> tuple[OrderLocation | None, EsteiraError | None]:
    """Return where the order is, and the error of its source, which is asked if the target does not know the order."""
    if known := history_deps.order_locator.find(reference):
        return known, None
    try:
        return _locate_in_source(history_deps.ledger_deps, reference.order or _order_of(attempts)), None
    except SOURCE_FAULTS as error:
        return None, error


def _locate_callback(history_deps: HistoryDeps, callback: CallbackKey | None) -> CallbackLocation | None:
    kept = history_deps.callbacks.find(callback) if callback else None
    return callback_location(kept) if kept else None


def _order_of(attempts: Sequence[PastAttempt]) -> OrderKey | None:
    """Return the order of the attempts, or None. The origin of a callback is ignored: it is another message's order."""
    origins = [each.document["origin"] for each in attempts if each.document["lane"] == "orders"]
    return next((OrderKey(origin["source"], origin["source_id"]) for origin in origins if origin), None)


def _callback_of(attempts: Sequence[PastAttempt]) -> CallbackKey | None:
    """Return the callback of the attempts, or None. Of a body that is no valid message, `data` is text."""
    data = [each.document["data"] for each in attempts if each.document["lane"] == "payments"]
    return next((CallbackKey(each["provider"], each["event_id"]) for each in data if isinstance(each, dict)), None)


def _locate_in_source(ledger_deps: LedgerDeps, order: OrderKey | None) -> OrderLocation | None:
    """Return whether an order that the target does not know was handed over, or None if its source has no such row."""
    source = ledger_deps.sources.get(order.source) if order else None
    if order is None or source is None or not _is_in_source(ledger_deps, order):
        return None
    past = source.past(ledger_deps.cursors.position(order.source), [order.source_id])
    return OrderLocation(order=order, state="not_read" if past.rows else "moving")


def _is_in_source(ledger_deps: LedgerDeps, order: OrderKey) -> bool:
    try:
        return bool(ledger_deps.sources[order.source].orders([order.source_id]))
    except SOURCE_FAULTS:
        # Raises the reason, with the source's name, if the source is unfit.
        ledger_deps.cursors.position(order.source)
        raise
