"""Callbacks as rows of a table, and as facts."""

from datetime import datetime
from urllib.parse import quote

from esteira.callbacks.callback import CallbackState, KeptCallback
from esteira.core.messages import payment_message_id

from console.elements.data_table import Column, Row
from console.elements.facts import Fact
from console.pages.callbacks.words import CallbacksWords
from console.words.words import Words

TONES = {CallbackState.UNPROCESSED: "slow", CallbackState.DEAD: "alert", CallbackState.PROCESSED: "normal"}


def columns(words: CallbacksWords) -> list[Column]:
    """Return the columns."""
    return [
        Column(key="event", label=words.event, kind="link", wide=True),
        Column(key="provider", label=words.provider),
        Column(key="state", label=words.state, kind="state"),
        Column(key="payment", label=words.payment),
        Column(key="order", label=words.order, kind="link"),
        Column(key="amount", label=words.amount, kind="exact"),
        Column(key="age", label=words.age, kind="duration"),
        Column(key="received", label=words.received, kind="time"),
    ]


def row(kept: KeptCallback, words: CallbacksWords, texts: Words, now: datetime) -> Row:
    """Return a callback, whose event leads to its page."""
    callback = kept.callback
    return {
        "key": "/".join(callback.key),
        "event": {"text": callback.event_id, "href": f"/callbacks/{callback.provider}/{quote(callback.event_id)}"},
        "provider": callback.provider,
        "state": {"text": words.states[kept.state], "tone": TONES[kept.state]},
        "payment": words.payments[callback.state],
        "order": {"text": _order(kept), "href": f"/orders/{_order(kept)}"},
        "amount": texts.exact(callback.amount),
        "age": max(0.0, (now - kept.received_at).total_seconds()),
        "received": kept.received_at,
    }


def facts(kept: KeptCallback, words: CallbacksWords, texts: Words) -> list[Fact]:
    """Return all that is known of a callback."""
    callback = kept.callback
    return [
        Fact(words.state, words.states[kept.state], tone=TONES[kept.state]),
        Fact(words.error, kept.error),
        Fact(words.attempt, kept.attempt or None),
        Fact(words.provider, callback.provider),
        Fact(words.event, callback.event_id, code=True),
        Fact(words.order, _order(kept), href=f"/orders/{_order(kept)}"),
        Fact(words.payment, words.payments[callback.state]),
        Fact(words.amount, texts.exact(callback.amount)),
        Fact(words.occurred, callback.occurred_at),
        Fact(words.received, kept.received_at),
        Fact(words.processed, kept.processed_at),
        Fact(words.message, str(payment_message_id(*callback.key)), code=True),
    ]


def _order(kept: KeptCallback) -> str:
    return f"{kept.callback.source}:{kept.callback.source_id}"
