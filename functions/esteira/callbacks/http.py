"""Callbacks as JSON: `GET /callbacks`, `GET /callbacks/{provider}/{event_id}`."""

from typing import Any

from esteira.callbacks.callback import KeptCallback
from esteira.callbacks.list_callbacks import ListedCallbacks
from esteira.core.identifiers import id_text
from esteira.core.messages import payment_message_id
from esteira.core.row_dates import date_text


def callbacks_json(listed: ListedCallbacks) -> dict[str, Any]:
    """Return a page of callbacks, with the value of `after` for the next one."""
    return {"callbacks": [callback_json(kept) for kept in listed.callbacks], "next": listed.next}


def callback_json(kept: KeptCallback) -> dict[str, Any]:
    """Return one callback. The history of its attempts is at `/messages/{message_id}`."""
    callback = kept.callback
    return {
        "provider": callback.provider,
        "event_id": callback.event_id,
        "message_id": str(payment_message_id(*callback.key)),
        "source": callback.source,
        "source_id": id_text(callback.source_id),
        "payment_state": callback.state.value,
        "amount": f"{callback.amount:f}",
        "occurred_at": date_text(callback.occurred_at),
        "received_at": kept.received_at.isoformat(),
        "processed_at": kept.processed_at.isoformat() if kept.processed_at else None,
        "state": kept.state.value,
        "attempt": kept.attempt,
        "error": kept.error,
    }
