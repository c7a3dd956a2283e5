"""When to compute again: soon after a change, never twice a second, and never too late for the last one."""

from dataclasses import dataclass

SHORTEST_PAUSE_SECONDS = 1.0
"""Between the beginnings of two computations."""

LONGEST_PAUSE_SECONDS = 5.0
"""While something moves, with or without announcements."""

SHARE_OF_TIME = 1 / 3
"""How much of the time may go into computing: where tables are so large that it takes long, it is done less often."""


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What has happened so far, in seconds of one monotonic clock.

    `begun_at` is when the last computation began and not when it ended: what changed meanwhile it may have missed.
    """

    begun_at: float | None = None
    took_seconds: float = 0.0
    announced_at: float | None = None
    moving: bool = False


def seconds_to_wait(beat: Beat, now: float) -> float | None:
    """Seconds until the next computation, 0 for now; None while there is nothing to wait for but an announcement."""
    if beat.begun_at is None:
        return 0.0
    shortest = max(SHORTEST_PAUSE_SECONDS, beat.took_seconds / SHARE_OF_TIME)
    if beat.announced_at is not None and beat.announced_at >= beat.begun_at:
        return max(0.0, beat.begun_at + shortest - now)
    if beat.moving:
        return max(0.0, beat.begun_at + max(shortest, LONGEST_PAUSE_SECONDS) - now)
    return None
