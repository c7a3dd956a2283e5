"""The pace of questions to one provider, by the generic cell rate algorithm (GCRA), in whole microseconds.

The theoretical arrival time (TAT) is when the provider will have no question outstanding at its rate. A turn comes when
the TAT is no more than the tolerance ahead, and moves it by one interval. So in any span of time at most
`burst + rate x span` questions are asked. A turn may be reserved before it comes: who has one waits for its time and
asks no second time, so that many workers do not all try at once. `lua/take_turns.lua` computes the same in Redis.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MICROSECONDS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Pace:
    """`interval`: between two questions at the full rate. `tolerance`: how far the TAT may be ahead of a turn.

    `ahead`: how long before its time a turn may be reserved. All in microseconds. A changed pace is in force as soon as
    the turns that were reserved at the former one are over.
    """

    interval: int
    tolerance: int
    ahead: int = 0

    @classmethod
    def of(cls, rate_per_second: float, burst: int, *, ahead_seconds: float = 0.0) -> "Pace":
        """Return the pace of a rate and of the questions that may come at once; never faster than the rate."""
        interval = math.ceil(MICROSECONDS / rate_per_second)
        return cls(interval=interval, tolerance=interval * (burst - 1), ahead=int(ahead_seconds * MICROSECONDS))


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A turn at `at`, the limiter's time in microseconds, `wait_seconds` from now; or why there is none.

    Without one `at` is now and `wait_seconds` the time until the next try. `paused`: the provider asked for a pause.
    `suspended`: it failed several times in a row. `probe`: this one question finds out whether it answers again.
    """

    granted: bool
    at: int
    wait_seconds: float = 0.0
    paused: bool = False
    suspended: bool = False
    probe: bool = False


def take_turns(tat: int, now: int, pace: Pace, *, count: int = 1, within: int = 0) -> tuple[int, Sequence[Turn]]:
    """Return the new TAT and up to `count` turns that come within so many microseconds, else one that is not granted.

    A TAT further ahead than this pace ever sets is another pace's, and cut.
    """
    current = max(now, min(tat, now + pace.tolerance + pace.interval + pace.ahead))
    early = current - pace.tolerance - now
    fitting = min(count, (min(within, pace.ahead) - early) // pace.interval + 1)
    if fitting < 1:
        return current, [Turn(granted=False, at=now, wait_seconds=early / MICROSECONDS)]
    return current + fitting * pace.interval, turns_from(now, early, pace, fitting)


def turns_from(now: int, early: int, pace: Pace, count: int) -> Sequence[Turn]:
    """Return turns of which the first comes `early` microseconds from now, or at once if that is past."""
    waits = [max(0, early + number * pace.interval) for number in range(count)]
    return [Turn(granted=True, at=now + wait, wait_seconds=wait / MICROSECONDS) for wait in waits]
