"""Tells the whole story of one order, from the row in its source to the row in the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from esteira.callbacks.callback import KeptCallback
from esteira.core.errors import SOURCE_FAULTS, AttemptLogUnavailable, NotFound
from esteira.core.messages import payment_message_id
from esteira.core.orders import MIN_SOURCE_ID, Order, OrderKey
from esteira.orders.ports import OrderFacts
from esteira.orders.story import (
    Published,
    Redrive,
    SourceOrder,
    Story,
    StoryAttempt,
    StoryCallback,
    Unread,
    story_attempt,
)
from esteira.producer.ports import OrderTable
from esteira.reconciliation.dead_letters import CallbackKey
from esteira.reconciliation.history import Cause, History, PastAttempt, in_order
from esteira.reconciliation.missing_attempts import log_unavailable
from esteira.reconciliation.show_history import HistoryDeps, documents_of, show_history

MOST_CALLBACKS = 20
MOST_REDRIVES = 50


@dataclass(frozen=True, kw_only=True)
class StoryDeps:
    """Dependencies of `tell_story`. `tables`: the sources' tables of orders, by source."""

    history_deps: HistoryDeps
    facts: OrderFacts
    tables: Mapping[str, OrderTable]


def tell_story(deps: StoryDeps, reference: str) -> Story:
    """Return the story of the order that is named so: as `SOURCE:ID`, by a message id, or by one of its callbacks.

    What a source or the attempt log holds is left out, and said, while they cannot be read. Raises `Unprocessable` for
    what is no reference, `NotFound` if no order is known by it, and `TargetUnavailable`.
    """
    history, order = _history(deps, reference)
    return _with_source(deps, order, _with_callbacks(deps, order, _of_history(deps, history, order)))


def _history(deps: StoryDeps, reference: str) -> tuple[History, OrderKey]:
    """Return the history of the order's own message, and the order."""
    history = show_history(deps.history_deps, reference)
    if order := _order_of(history):
        return history, order
    paid = _paid_order(deps, history)
    if paid is None:
        raise NotFound(f"({reference} is known, and carries no order)")
    return show_history(deps.history_deps, str(paid)), paid


def _order_of(history: History) -> OrderKey | None:
    if history.order_location:
        return history.order_location.order
    origins = [each.document["origin"] for each in history.attempts if each.document["lane"] == "orders"]
    return next((OrderKey(origin["source"], origin["source_id"]) for origin in origins if origin), None)


def _paid_order(deps: StoryDeps, history: History) -> OrderKey | None:
    """Return the order of a callback."""
    callback = history.callback_location.callback if history.callback_location else None
    kept = deps.history_deps.callbacks.find(CallbackKey(*callback)) if callback else None
    return OrderKey(kept.callback.source, kept.callback.source_id) if kept else None


def _of_history(deps: StoryDeps, history: History, order: OrderKey) -> Story:
    """Return what the target and the attempt log tell of the order's own message."""
    location, missing = history.order_location, history.missing
    is_log_away = missing is not None and missing.cause is Cause.LOG_UNAVAILABLE
    return Story(
        source=order.source,
        id=order.source_id,
        message_id=history.message_id,
        told_at=deps.history_deps.clock(),
        state=location.state if location else None,
        since=location.since if location else None,
        reason=location.reason if location else None,
        published=_published(history),
        attempts=_story_attempts(history.attempts),
        letters=tuple(deps.facts.letters(order)),
        redrives=tuple(_redrives(deps, history, order)),
        target_row=deps.facts.row(order),
        missing=missing.sentence if missing else None,
        unread=(Unread(store="attempt_log", sentence=missing.sentence),) if missing and is_log_away else (),
    )


def _published(history: History) -> Published:
    state = history.order_location.state if history.order_location else None
    return state if state in ("not_read", "rejected") else "handed_over"


def _story_attempts(past: Sequence[PastAttempt]) -> tuple[StoryAttempt, ...]:
    return tuple(story_attempt(each.document, each.gap_seconds) for each in past)


def _redrives(deps: StoryDeps, history: History, order: OrderKey) -> Sequence[Redrive]:
    since = _first_seen(history)
    if since is None:
        return ()
    sqs_ids = {each.document["sqs_message_id"] for each in history.attempts}
    identifiers = {str(order), history.message_id, *sqs_ids, *(f"sqs:{sqs_id}" for sqs_id in sqs_ids)}
    return deps.facts.redrives(sorted(identifiers), since=since, limit=MOST_REDRIVES)


def _first_seen(history: History) -> datetime | None:
    """Return when the order was first read or attempted, or else got its state: no redrive took it before.

    A letter that is sent back keeps the time at which its row was read.
    """
    origins = [each.document["origin"] for each in history.attempts]
    read = [origin["read_at"] for origin in origins if origin]
    ended = [each.document["processed_at"] for each in history.attempts]
    location = history.order_location
    since = [location.since] if location and isinstance(location.since, datetime) else []
    return min([*read, *ended, *since], default=None)


def _with_callbacks(deps: StoryDeps, order: OrderKey, story: Story) -> Story:
    kept = deps.facts.callbacks(order, limit=MOST_CALLBACKS + 1)
    told = [_story_callback(deps.history_deps, each) for each in kept[:MOST_CALLBACKS]]
    faults = [fault for _, fault in told if fault]
    is_new = faults and not story.unread
    return replace(
        story,
        callbacks=tuple(callback for callback, _ in told),
        more_callbacks=len(kept) > MOST_CALLBACKS,
        unread=(Unread(store="attempt_log", sentence=_sentence(faults[0])),) if is_new else story.unread,
    )


def _story_callback(
    history_deps: HistoryDeps, kept: KeptCallback
) -> tuple[StoryCallback, AttemptLogUnavailable | None]:
    callback = kept.callback
    documents, fault = documents_of(history_deps, str(payment_message_id(*callback.key)))
    told = StoryCallback(
        provider=callback.provider,
        event_id=callback.event_id,
        state=callback.state,
        amount=callback.amount,
        occurred_at=callback.occurred_at,
        received_at=kept.received_at,
        processed_at=kept.processed_at,
        error=kept.error,
        attempts=_story_attempts(in_order(documents)),
    )
    return told, fault


def _sentence(fault: AttemptLogUnavailable) -> str:
    return log_unavailable(str(fault)).sentence


def _with_source(deps: StoryDeps, order: OrderKey, story: Story) -> Story:
    """Add the row of the source, or why it could not be read."""
    table = deps.tables.get(order.source)
    if table is None:
        return _unread_source(story, f"The source {order.source} is not configured.")
    after = order.source_id - 1 if order.source_id > MIN_SOURCE_ID else None
    try:
        rows = table.list_after(after, limit=1, security_check=None)
    except SOURCE_FAULTS as error:
        return _unread_source(story, str(error))
    return replace(story, source_row=next((_source_order(row) for row in rows if row.id == order.source_id), None))


def _unread_source(story: Story, sentence: str) -> Story:
    return replace(story, unread=(*story.unread, Unread(store="source", sentence=sentence)))


def _source_order(row: Order) -> SourceOrder:
    return SourceOrder(
        product=row.product, price=row.price, security_check=row.security_check, created_at=row.created_at
    )
