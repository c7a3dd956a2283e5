"""The document that the attempt log keeps of each attempt, and its form as JSON while it waits in the outbox."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, cast

from esteira.consumer.attempts import Attempt
from esteira.core.messages import AnyMessage, M, OrderMessage
from esteira.core.names import Lane

BODY_CHARACTERS = 4096
"""How much of a body that is no message is kept."""


class Origin(TypedDict):
    """Where a message came from: the source, its row, and when that was read."""

    source: str
    source_id: int
    read_at: datetime


class AttemptError(TypedDict):
    """What went wrong, in a word and in a sentence."""

    kind: str
    sentence: str


class AttemptDocument(TypedDict):
    """One attempt. `_id` is "<SQS message id>:<receive count>", so that writing it twice is writing it once.

    `expireAt` is a date, never text, or the TTL index would not see it. Amounts are text: exact for every reader.
    """

    _id: str
    message_id: str
    sqs_message_id: str
    lane: str
    attempt: int
    status: str
    attempts_needed: int | None
    error: AttemptError | None
    origin: Origin | None
    data: dict[str, Any] | str
    processed_at: datetime
    expireAt: datetime


def attempt_document(attempt: Attempt[M], *, lane: Lane, processed_at: datetime, life: timedelta) -> AttemptDocument:
    """The document of one attempt that ended at `processed_at` and is to be kept for `life`."""
    message = attempt.message
    return {
        "_id": attempt.attempt_id,
        "message_id": attempt.message_id,
        "sqs_message_id": attempt.received_message.sqs_message_id,
        "lane": lane,
        "attempt": attempt.received_message.attempt,
        "status": attempt.outcome.status.value,
        "attempts_needed": message.attempts_needed if isinstance(message, OrderMessage) else None,
        "error": _error(attempt),
        "origin": _origin(message) if message else None,
        "data": _data(message) if message else _readable(attempt.received_message.body),
        "processed_at": processed_at,
        "expireAt": processed_at + life,
    }


def to_json(documents: Sequence[AttemptDocument]) -> str:
    """The documents as a JSON array; dates in ISO 8601."""
    return json.dumps(documents, default=datetime.isoformat)


def from_json(fields: dict[str, Any]) -> AttemptDocument:
    """One document out of the parsed array: its dates are dates again."""
    origin = fields["origin"]
    dates = {
        "origin": origin and {**origin, "read_at": datetime.fromisoformat(origin["read_at"])},
        "processed_at": datetime.fromisoformat(fields["processed_at"]),
        "expireAt": datetime.fromisoformat(fields["expireAt"]),
    }
    return cast(AttemptDocument, {**fields, **dates})


def _error(attempt: Attempt[M]) -> AttemptError | None:
    failure = attempt.failure
    return {"kind": failure.kind.value, "sentence": failure.sentence} if failure else None


def _origin(message: AnyMessage) -> Origin:
    return {"source": message.source, "source_id": message.source_id, "read_at": message.read_at}


def _data(message: AnyMessage) -> dict[str, Any]:
    if isinstance(message, OrderMessage):
        payload = message.payload
        return {
            "product": payload.product,
            "price": format(payload.price, "f"),
            "security_check": payload.security_check,
        }
    return {
        "provider": message.provider,
        "event_id": message.event_id,
        "state": message.state.value,
        "amount": format(message.amount, "f"),
        "occurred_at": message.occurred_at.isoformat(),
    }


def _readable(body: str) -> str:
    """The head of a body, without what BSON or jsonb cannot hold: lone surrogates and NUL."""
    return body[:BODY_CHARACTERS].encode(errors="replace").decode().replace("\x00", "\ufffd")
