"""The range and step of a query of a metric's history."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.core.errors import Unprocessable
from esteira.metrics.ring_buffer import RING_OF_STEP, RINGS, Ring

STEPS = ", ".join(str(step) for step in RING_OF_STEP)


@dataclass(frozen=True, kw_only=True)
class HistoryRange:
    """A period of time, and the ring buffer that covers it."""

    since: datetime
    until: datetime
    ring: Ring


def history_range(
    *, since: datetime | None, until: datetime | None, step_seconds: int | None, now: datetime
) -> HistoryRange:
    """Return the range of a query. `until` is now by default, `since` as far back as the ring buffer reaches.

    Without a step the finest ring buffer is used that reaches back to `since`. Raises `Unprocessable` naming the
    invalid parameter and what it accepts.
    """
    until = until or now
    if since is not None and since >= until:
        raise Unprocessable("(from: must be earlier than to)")
    ring = _ring(step_seconds, since, now)
    earliest = now - timedelta(seconds=ring.reach_seconds)
    for name, time in (("from", since), ("to", until)):
        if time is not None and time < earliest:
            raise Unprocessable(
                f"({name}: step {ring.step_seconds} reaches back {ring.reach_seconds} seconds and no further)"
            )
    return HistoryRange(since=since or earliest, until=until, ring=ring)


def _ring(step_seconds: int | None, since: datetime | None, now: datetime) -> Ring:
    if step_seconds is not None:
        if step_seconds not in RING_OF_STEP:
            raise Unprocessable(f"(step: must be one of {STEPS} seconds)")
        return RING_OF_STEP[step_seconds]
    if since is None:
        return RINGS[0]
    reaching = [ring for ring in RINGS if (now - since).total_seconds() <= ring.reach_seconds]
    return reaching[0] if reaching else RINGS[-1]
