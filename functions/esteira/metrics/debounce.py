"""When to compute the metrics again: soon after each change, at most once a second, always after the last one.

At rest they are computed now and then, because what stops answering announces nothing.
"""

from dataclasses import dataclass

SHORTEST_PAUSE_SECONDS = 1.0
"""Shortest time between the starts of two computations."""

LONGEST_PAUSE_SECONDS = 5.0
"""Longest time between the starts of two computations while messages are processed, announced or not."""

RESTING_PAUSE_SECONDS = 15.0
"""The same while nothing is announced and no message is processed."""

SHARE_OF_TIME = 1 / 3
"""Largest share of the time spent computing. Where large tables make a computation slow, it is done less often."""


@dataclass(frozen=True, kw_only=True)
class RefreshState:
    """The last computation and the last announcement, in seconds of one monotonic clock.

    `started_at` is the start of the last computation and not its end: it may have missed changes made meanwhile.
    """

    started_at: float | None = None
    took_seconds: float = 0.0
    announced_at: float | None = None
    moving: bool = False


def seconds_to_wait(state: RefreshState, now: float) -> float:
    """Return the seconds until the next computation, 0 for at once. An announcement makes it due earlier."""
    if state.started_at is None:
        return 0.0
    shortest = max(SHORTEST_PAUSE_SECONDS, state.took_seconds / SHARE_OF_TIME)
    if state.announced_at is not None and state.announced_at >= state.started_at:
        return max(0.0, state.started_at + shortest - now)
    longest = LONGEST_PAUSE_SECONDS if state.moving else RESTING_PAUSE_SECONDS
    return max(0.0, state.started_at + max(shortest, longest) - now)
