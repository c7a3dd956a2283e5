"""The pace of questions to one provider, by the generic cell rate algorithm (GCRA), in whole microseconds.

The theoretical arrival time (TAT) is when the provider will have no question outstanding at its rate. A question is
granted unless the TAT is more than the tolerance ahead, and moves it by one interval. So in any span of time at most
`burst + rate x span` questions are granted. `lua/take_turn.lua` computes the same in Redis.
"""

import math
from dataclasses import dataclass

MICROSECONDS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Pace:
    """`interval`: between two questions at the full rate. `tolerance`: how far the TAT may be ahead. Microseconds."""

    interval: int
    tolerance: int

    @classmethod
    def of(cls, rate_per_second: float, burst: int) -> "Pace":
        """Return the pace of a rate and of the questions that may come at once; never faster than the rate."""
        interval = math.ceil(MICROSECONDS / rate_per_second)
        return cls(interval=interval, tolerance=interval * (burst - 1))


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Whether a question may be asked. `at`: the limiter's time, in microseconds; `wait_seconds` until the next try.

    `paused`: not the pace refuses it, but the provider asked for a pause.
    """

    granted: bool
    at: int
    wait_seconds: float = 0.0
    paused: bool = False


def take_turn(tat: int, now: int, pace: Pace) -> tuple[int, Turn]:
    """Return the new TAT and the turn. A TAT further ahead than this pace ever sets is another pace's, and cut."""
    current = max(now, min(tat, now + pace.tolerance + pace.interval))
    early = current - pace.tolerance - now
    if early > 0:
        return current, Turn(granted=False, at=now, wait_seconds=early / MICROSECONDS)
    return current + pace.interval, Turn(granted=True, at=now)
