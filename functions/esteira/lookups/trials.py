"""What became of the questions to providers, and of a look-up without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from esteira.lookups.company import Company


class TrialKind(StrEnum):
    """How one question to one provider ended.

    `busy`: not asked, since its pace left no turn. `too_many`: it answered 429, to this or to an earlier question.
    `suspended`: not asked, since it failed several times in a row.
    `down`: no answer, or 5xx. `broken`: an answer that cannot be read. `refused`: another status, or an address that
    must not be asked.
    """

    FOUND = "found"
    NOT_FOUND = "not_found"
    BUSY = "busy"
    TOO_MANY = "too_many"
    SUSPENDED = "suspended"
    DOWN = "down"
    BROKEN = "broken"
    REFUSED = "refused"


ANSWERS = frozenset({TrialKind.FOUND, TrialKind.NOT_FOUND})
WAITING = frozenset({TrialKind.BUSY, TrialKind.TOO_MANY, TrialKind.SUSPENDED})
"""Those that say how long to wait."""
TRANSIENT = WAITING | {TrialKind.DOWN}


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One question to one provider. `reason` is a sentence without personal data; `wait_seconds` goes with `WAITING`.

    `after_seconds`: how long the look-up had waited by then, of which `turn_seconds` for this turn.
    """

    provider: str
    kind: TrialKind
    reason: str = ""
    wait_seconds: float = 0.0
    after_seconds: float = 0.0
    turn_seconds: float = 0.0
    company: Company | None = None


class FailureKind(StrEnum):
    """Why there is no company: it does not exist, no provider can answer now, or none can answer at all."""

    NOT_FOUND = "not_found"
    TRY_AGAIN = "try_again"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, kw_only=True)
class LookUpFailure:
    """A look-up without a company, with every trial and its reason. `retry_after_seconds` goes with `TRY_AGAIN`."""

    kind: FailureKind
    trials: Sequence[Trial] = ()
    reason: str = ""
    retry_after_seconds: float | None = None
