"""What really happened in recorded ticks, in the words of a replay, and how long workers took to start and to end."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from esteira.core.names import Lane
from esteira.scaling.recording.recorded_tick import RecordedLane, RecordedTick
from esteira.scaling.what_if.crew import Timing
from esteira.scaling.what_if.curves import Sample, samples
from esteira.scaling.what_if.outcome import LaneOutcome, Outcome
from esteira.scaling.what_if.waiting import Queue, waiting_of

STANDARD = Timing()


def happened(ticks: Sequence[RecordedTick]) -> Outcome:
    """Return what was measured. A message waited from its arrival until it was received, first in, first out."""
    lanes = sorted({lane for tick in ticks for lane in tick.lanes})
    queues = {lane: _queue(samples(ticks, lane)) for lane in lanes}
    return Outcome(
        lanes={lane: _outcome(ticks, lane, queues[lane]) for lane in lanes}, waiting=waiting_of(list(queues.values()))
    )


def measured_timing(ticks: Sequence[RecordedTick]) -> Timing:
    """Return how long workers of all lanes took to start and to end; what was never seen stays as it is by default.

    Ticks see either half a tick late in the mean.
    """
    lanes = {lane for tick in ticks for lane in tick.lanes}
    rows = [[(tick.at.timestamp(), tick.lanes[lane]) for tick in ticks if lane in tick.lanes] for lane in lanes]
    half = STANDARD.tick_seconds / 2
    starts = [seconds for row in rows for seconds in _starts(row)]
    drains = [seconds for row in rows for seconds in _drains(row)]
    return Timing(
        start_seconds=max(0, fmean(starts) - half) if starts else STANDARD.start_seconds,
        drain_seconds=max(0, fmean(drains) - half) if drains else STANDARD.drain_seconds,
    )


def _queue(found: Sequence[Sample]) -> Queue:
    queue = Queue()
    queue.add(0, found[0].visible if found else 0)
    for before, after in pairwise(found):
        queue.add(after.elapsed, after.arrived - before.arrived)
        queue.take(after.elapsed, after.received - before.received)
        queue.message_seconds += after.visible * (after.elapsed - before.elapsed)
    return queue


def _outcome(ticks: Sequence[RecordedTick], lane: Lane, queue: Queue) -> LaneOutcome:
    rows = [(tick.at, tick.lanes[lane]) for tick in ticks if lane in tick.lanes]
    spans = [((after[0] - before[0]).total_seconds(), before[1], after[1]) for before, after in pairwise(rows)]
    answered = [part.visible for _, part in rows if part.visible is not None]
    rules = Counter(part.rule for _, part in rows if part.visible) or Counter(part.rule for _, part in rows)
    return LaneOutcome(
        waiting=waiting_of([queue]),
        worker_minutes=sum(seconds * before.workers for seconds, before, _ in spans) / 60,
        changes=sum(before.planned != after.planned for _, before, after in spans),
        rules=dict(rules),
        left=answered[-1] if answered else 0,
    )


Row = Sequence[tuple[float, RecordedLane]]


def _starts(row: Row) -> list[float]:
    """Seconds from each plan of more workers until so many were ready, where none of fewer came between."""
    return [
        seconds
        for number, (before, after) in enumerate(pairwise(row), start=1)
        if after[1].planned > max(before[1].planned, after[1].ready)
        and (seconds := _until_ready(row[number:])) is not None
    ]


def _until_ready(row: Row) -> float | None:
    began, wanted = row[0][0], row[0][1].planned
    for at, part in row:
        if part.planned < wanted:
            return None
        if part.ready >= wanted:
            return at - began
    return None


def _drains(row: Row) -> list[float]:
    """Seconds from each plan of fewer workers until no more than those were left, where none of more came between."""
    return [
        seconds
        for number, (before, after) in enumerate(pairwise(row), start=1)
        if after[1].planned < before[1].planned and (seconds := _until_ended(row[number:])) is not None
    ]


def _until_ended(row: Row) -> float | None:
    began, wanted = row[0][0], row[0][1].planned
    for at, part in row:
        if part.planned > wanted:
            return None
        if part.ready + part.starting + part.draining <= wanted:
            return at - began
    return None
