"""The answer to an event that was accepted before with other contents."""

from esteira.callbacks.callback import Callback, KeptCallback
from esteira.core.errors import Conflict
from esteira.core.identifiers import id_text
from esteira.core.row_dates import date_text

CONTENTS = ("source", "source_id", "state", "amount", "occurred_at")


def conflict_of(received: Callback, kept: KeptCallback | None) -> Conflict:
    """Return a `Conflict` that tells the provider what was accepted, when, and which fields differ."""
    if kept is None:
        return Conflict("(this event was received before with other contents)")
    accepted = kept.callback
    different = [field for field in CONTENTS if getattr(accepted, field) != getattr(received, field)]
    return Conflict(
        f"(this event was accepted before with another {' and another '.join(different)})",
        accepted={**_texts(accepted), "received_at": kept.received_at.isoformat()},
    )


def _texts(callback: Callback) -> dict[str, str]:
    return {
        "source": callback.source,
        "source_id": id_text(callback.source_id),
        "state": callback.state.value,
        "amount": f"{callback.amount:f}",
        "occurred_at": date_text(callback.occurred_at),
    }
