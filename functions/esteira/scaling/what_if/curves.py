"""One lane's recorded ticks as running totals: messages that arrived, were received, and were ended by whom.

Messages in a queue are those that can be received and those in flight; an attempt that ended left it or, where it
failed, arrives anew. So by any tick as many arrived as the queue has grown, and as attempts have ended. The counts of
queue and attempts are not of the same instant: a total that falls again later had counted messages twice until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from esteira.core.names import Lane
from esteira.scaling.recording.recorded_tick import RecordedLane, RecordedTick


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One lane at one tick: seconds since the first, what was recorded, and the totals since the first."""

    elapsed: float
    lane: RecordedLane
    visible: int
    arrived: int
    received: int
    ended: int


def samples(ticks: Sequence[RecordedTick], lane: Lane) -> list[Sample]:
    """Return the samples of a lane. Ticks at which its queue did not answer are left out."""
    seen = [(tick.at, part, part.visible) for tick in ticks if (part := tick.lanes.get(lane))]
    answered = [(at, part, visible) for at, part, visible in seen if visible is not None]
    if not answered:
        return []
    ended = _ended([part for _, part, _ in answered])
    arrived = _arrived([visible + part.in_flight for _, part, visible in answered], ended)
    first, waited = _first(ticks), answered[0][2]
    received = list(accumulate((waited + n - row[2] for n, row in zip(arrived, answered, strict=True)), max))
    return [
        Sample(
            elapsed=(at - first).total_seconds(),
            lane=part,
            visible=visible,
            arrived=arrived[number],
            received=max(0, received[number]),
            ended=ended[number],
        )
        for number, (at, part, visible) in enumerate(answered)
    ]


def _first(ticks: Sequence[RecordedTick]) -> datetime:
    return ticks[0].at


def _ended(parts: Sequence[RecordedLane]) -> list[int]:
    """A count that fell began anew at 0 (R13)."""
    growths = (b.ended - a.ended if b.ended >= a.ended else b.ended for a, b in pairwise(parts))
    return [0, *accumulate(growths)]


def _arrived(lengths: Sequence[int], ended: Sequence[int]) -> list[int]:
    totals = [length + done - lengths[0] for length, done in zip(lengths, ended, strict=True)]
    return [max(0, total) for total in list(accumulate(totals[::-1], min))[::-1]]
