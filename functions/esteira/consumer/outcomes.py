"""How an attempt ends, and which failures a wait may heal."""

from dataclasses import dataclass
from enum import StrEnum

SENTENCE_CHARACTERS = 500
"""Longest sentence that is kept: a body with a thousand wrong fields gets no thousand complaints stored."""


class AttemptStatus(StrEnum):
    """The end of an attempt: `succeeded` and `duplicate` are good, `failed` may get better, `refused` never will."""

    SUCCEEDED = "succeeded"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    REFUSED = "refused"


class FailureKind(StrEnum):
    """Why an attempt failed."""

    INVALID = "invalid message"
    SECURITY_CHECK = "security check"
    CONFLICT = "conflict"
    BAD_ROW = "bad row"
    SIMULATED = "simulated"
    UNKNOWN_ORDER = "unknown order"
    UNAVAILABLE = "unavailable"
    OUT_OF_TIME = "out of time"
    KILLED = "killed its process"


PERMANENT = frozenset({FailureKind.INVALID, FailureKind.SECURITY_CHECK, FailureKind.CONFLICT, FailureKind.BAD_ROW})
"""No wait heals these. They take the same road of five receives, but quickly (R8)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """What went wrong, in a word and in a sentence."""

    kind: FailureKind
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The end of one attempt; a failure belongs to every bad end and to no good one."""

    status: AttemptStatus
    failure: Failure | None = None


SUCCEEDED = Outcome(status=AttemptStatus.SUCCEEDED)
DUPLICATE = Outcome(status=AttemptStatus.DUPLICATE)


def failed(kind: FailureKind, sentence: str) -> Outcome:
    """A bad end: `refused` for the kinds that no wait heals, else `failed`."""
    status = AttemptStatus.REFUSED if kind in PERMANENT else AttemptStatus.FAILED
    # A sentence may quote the name of a field that somebody made up; jsonb stores no NUL.
    storable = sentence[:SENTENCE_CHARACTERS].replace("\x00", "\ufffd")
    return Outcome(status=status, failure=Failure(kind=kind, sentence=storable))
