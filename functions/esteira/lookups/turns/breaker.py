"""The circuit breaker of a provider, shared by all processes. Pure; `take_turns.lua` and `settle.lua` do the same.

closed ──5 errors in a row within 30 s──> open ──after 5 s──> half open: one probe ──answered──> closed
                                            ^                                     │
                                            └──error: twice as long, up to 60 s───┘
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from esteira.lookups.turns.pace import MICROSECONDS

ERRORS_TO_OPEN = 5
WINDOW = 30 * MICROSECONDS
FIRST_OPEN = 5 * MICROSECONDS
LONGEST_OPEN = 60 * MICROSECONDS
PROBE = 90 * MICROSECONDS
"""Within which a probe reports: the longest wait for a turn and the longest question. Then another one may try."""

RECHECK = MICROSECONDS
"""After which others may look again while a probe is out."""


class Outcome(StrEnum):
    """What a question says of its provider. `put_off`: a 429, which pauses it and is no error."""

    ANSWERED = "answered"
    FAILED = "failed"
    PUT_OFF = "put_off"


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """`errors` in a row since `first_error`; `openings` in a row, 0: closed. Times are microseconds."""

    errors: int = 0
    first_error: int = 0
    openings: int = 0
    open_until: int = 0
    probe_until: int = 0

    def refusal(self, now: int) -> int:
        """Return for how long no question is admitted; 0: none is refused, or a probe is due."""
        if self.openings == 0:
            return 0
        return max(self.open_until - now, min(self.probe_until - now, RECHECK), 0)

    def probed(self, now: int) -> "Breaker":
        """Return the breaker after a question was admitted."""
        return replace(self, probe_until=now + PROBE) if self.openings else self

    def after(self, outcome: Outcome, now: int) -> "Breaker":
        """Return the breaker after a question has ended."""
        if outcome is Outcome.ANSWERED:
            return Breaker()
        if outcome is Outcome.PUT_OFF:
            return replace(self, probe_until=0)
        if self.openings:
            return self if now < self.open_until else self._opened(now)
        in_time = self.errors > 0 and now - self.first_error <= WINDOW
        counted = replace(self, errors=self.errors + 1) if in_time else Breaker(errors=1, first_error=now)
        return counted._opened(now) if counted.errors >= ERRORS_TO_OPEN else counted

    def _opened(self, now: int) -> "Breaker":
        open_for = min(LONGEST_OPEN, FIRST_OPEN << min(self.openings, 10))
        return Breaker(openings=self.openings + 1, open_until=now + open_for)


@dataclass(frozen=True, kw_only=True)
class RecentPast:
    """The questions to a provider in the last two to three minutes, and the seconds that they took in all.

    `is_suspended`: its breaker is not closed.
    """

    questions: int = 0
    failures: int = 0
    seconds: float = 0.0
    is_suspended: bool = False
