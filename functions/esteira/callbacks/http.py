"""Callbacks as JSON: `GET /callbacks`, `GET /callbacks/{provider}/{event_id}`."""

from typing_extensions import TypedDict

from esteira.callbacks.callback import CallbackState, KeptCallback
from esteira.callbacks.list_callbacks import ListedCallbacks
from esteira.core.http.shapes import IdText, Timestamp
from esteira.core.identifiers import id_text
from esteira.core.messages import payment_message_id
from esteira.core.payments import PaymentState
from esteira.core.row_dates import date_text


class CallbackJson(TypedDict):
    """A callback. `attempt` and `error` are those of the last failed attempt; `amount` is exact."""

    provider: str
    event_id: str
    message_id: str
    source: str
    source_id: IdText
    payment_state: PaymentState
    amount: str
    occurred_at: str
    received_at: Timestamp
    processed_at: Timestamp | None
    state: CallbackState
    attempt: int
    error: str | None


class CallbacksJson(TypedDict):
    """A page of callbacks. `next` is the `after` of the next page."""

    callbacks: list[CallbackJson]
    next: str | None


def callbacks_json(listed: ListedCallbacks) -> CallbacksJson:
    """Return a page of callbacks, with the value of `after` for the next one."""
    return {"callbacks": [callback_json(kept) for kept in listed.callbacks], "next": listed.next}


def callback_json(kept: KeptCallback) -> CallbackJson:
    """Return one callback. The history of its attempts is at `/messages/{message_id}`."""
    callback = kept.callback
    return {
        "provider": callback.provider,
        "event_id": callback.event_id,
        "message_id": str(payment_message_id(*callback.key)),
        "source": callback.source,
        "source_id": id_text(callback.source_id),
        "payment_state": callback.state,
        "amount": f"{callback.amount:f}",
        "occurred_at": date_text(callback.occurred_at),
        "received_at": kept.received_at.isoformat(),
        "processed_at": kept.processed_at.isoformat() if kept.processed_at else None,
        "state": kept.state,
        "attempt": kept.attempt,
        "error": kept.error,
    }
