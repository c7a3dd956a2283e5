"""The document that the attempt log stores for each attempt, and its JSON form in the outbox."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from typing_extensions import TypedDict

from esteira.consumer.attempts import Attempt
from esteira.core.messages import M, OrderMessage, Origin
from esteira.core.names import Lane

BODY_CHARACTERS = 4096
"""The number of characters that are stored of a body that is not a valid message."""


class AttemptError(TypedDict):
    """The kind of failure, and a sentence that describes it."""

    kind: str
    sentence: str


class AttemptDocument(TypedDict):
    """One attempt. `_id` is "<SQS message id>:<receive count>", which makes repeated writes idempotent.

    `expireAt` is a date because the TTL index ignores text. Amounts are text, which is exact for every reader.
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
    """Return the document of an attempt that ended at `processed_at`. It expires `life` later."""
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
        "origin": message.origin if message else None,
        "data": _data(attempt),
        "processed_at": processed_at,
        "expireAt": processed_at + life,
    }


def to_json(documents: Sequence[AttemptDocument]) -> str:
    """Return the documents as a JSON array with dates in ISO 8601."""
    return json.dumps(documents, default=datetime.isoformat)


def from_json(fields: dict[str, Any]) -> AttemptDocument:
    """Return one document of the parsed array, with its dates converted back."""
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


def _data(attempt: Attempt[M]) -> dict[str, Any] | str:
    message = attempt.message
    if message is None:
        return _storable(attempt.received_message.body)
    return {**message.logged(), **(attempt.outcome.facts or {})}


def _storable(body: str) -> str:
    """Return the start of a body, without the characters that BSON or jsonb cannot store: lone surrogates and NUL."""
    return body[:BODY_CHARACTERS].encode(errors="replace").decode().replace("\x00", "\ufffd")
