"""The outcome of an attempt, and which kinds of failure are permanent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SENTENCE_CHARACTERS = 500
"""Longest stored sentence: bounds the document for a body with a thousand invalid fields."""


class AttemptStatus(StrEnum):
    """The status of an ended attempt: `succeeded` and `duplicate` are successes, `failed` may be retried with success,
    `refused` is permanent. `deferred`: nothing was tried, and another message carries the work later.
    """

    SUCCEEDED = "succeeded"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    REFUSED = "refused"
    DEFERRED = "deferred"


class FailureKind(StrEnum):
    """Why an attempt failed."""

    INVALID = "invalid message"
    SECURITY_CHECK = "security check"
    CONFLICT = "conflict"
    BAD_ROW = "bad row"
    SIMULATED = "simulated"
    UNKNOWN_ORDER = "unknown order"
    PROVIDERS_DOWN = "providers down"
    NO_ANSWER = "no answer"
    UNAVAILABLE = "unavailable"
    OUT_OF_TIME = "out of time"
    KILLED = "killed its process"
    UNATTEMPTED = "no attempt recorded"


PERMANENT = frozenset({FailureKind.INVALID, FailureKind.SECURITY_CHECK, FailureKind.CONFLICT, FailureKind.BAD_ROW})
"""A retry cannot succeed. These messages also get their five receives, but with a short delay (R8)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """The kind of failure, and a sentence that describes it."""

    kind: FailureKind
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The result of one attempt. `failure` is set if and only if the status is `failed` or `refused`.

    `facts`: what the attempt log shows of the work, for a message that does not name it.
    """

    status: AttemptStatus
    failure: Failure | None = None
    facts: Mapping[str, Any] | None = None


SUCCEEDED = Outcome(status=AttemptStatus.SUCCEEDED)
DUPLICATE = Outcome(status=AttemptStatus.DUPLICATE)


def failed(kind: FailureKind, sentence: str) -> Outcome:
    """Return a failure: `refused` for permanent kinds, otherwise `failed`."""
    status = AttemptStatus.REFUSED if kind in PERMANENT else AttemptStatus.FAILED
    # A sentence may quote an arbitrary field name of the body, and jsonb cannot store NUL.
    storable = sentence[:SENTENCE_CHARACTERS].replace("\x00", "\ufffd")
    return Outcome(status=status, failure=Failure(kind=kind, sentence=storable))
