"""One lane's recorded ticks as running totals: messages that arrived, were received, and were ended.

Messages are in the queue, with consumers, or ended. So by any tick as many have arrived as the first two have grown,
and as attempts have ended. A message that awaits its retry is none of these, and arrives anew after it. Queue and
attempts are not counted at one instant: a total that falls again later had counted messages twice until then.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
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
    held: int
    """Messages with consumers."""


def samples(ticks: Sequence[RecordedTick], lane: Lane) -> list[Sample]:
    """Return the samples of a lane. Ticks at which its queue did not answer are left out."""
    seen = [(tick.at, part, part.visible) for tick in ticks if (part := tick.lanes.get(lane))]
    answered = [(at, part, visible) for at, part, visible in seen if visible is not None]
    if not answered:
        return []
    first, waited = ticks[0].at, answered[0][2]
    parts = [part for _, part, _ in answered]
    ended = _totals([part.ended for part in parts])
    held = _held(parts, [(at - first).total_seconds() for at, _, _ in answered])
    arrived = _arrived(parts, ended, held)
    received = list(accumulate((waited + n - row[2] for n, row in zip(arrived, answered, strict=True)), max))
    return [
        Sample(
            elapsed=(at - first).total_seconds(),
            lane=part,
            visible=visible,
            arrived=arrived[number],
            received=max(0, received[number]),
            ended=ended[number],
            held=held[number],
        )
        for number, (at, part, visible) in enumerate(answered)
    ]


def _arrived(parts: Sequence[RecordedLane], ended: Sequence[int], held: Sequence[int]) -> list[int]:
    rows = zip(parts, held, ended, strict=True)
    totals = [(part.visible or 0) + with_consumers + done for part, with_consumers, done in rows]
    rising = list(accumulate(totals[::-1], min))[::-1]
    return [total - rising[0] for total in rising]


def _held(parts: Sequence[RecordedLane], times: Sequence[float]) -> list[int]:
    """What is in flight, without those that await a retry: all that failed within the time of one."""
    failed = _totals([part.failed for part in parts])
    found = []
    for number, (part, at) in enumerate(zip(parts, times, strict=True)):
        before = bisect_left(times, at - part.retry_seconds)
        found.append(max(part.in_hand, part.in_flight - (failed[number] - failed[before])))
    return found


def _totals(counts: Sequence[int]) -> list[int]:
    """A count that fell began anew at 0 (R13)."""
    return [0, *accumulate(after - before if after >= before else after for before, after in pairwise(counts))]
