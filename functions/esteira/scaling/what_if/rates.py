"""How fast a lane's consumers were, from its recorded ticks.

Measured while messages wait, so that nobody idles: with every pause between two batches, and as many consumers as there
were. Each step has the rate of the twenty seconds around it, since a host is not always equally fast. Where nothing
ever waited, a worker is as fast as its batches were, and the function able to do what it did.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean

from esteira.scaling.what_if.curves import Sample

LONGEST_TICK_SECONDS = 10.0
"""After a longer time without a tick its messages say nothing about rates."""
AROUND_SECONDS = 10.0
FEWEST_SECONDS = 10.0
"""Of measured time around a step; with less it gets the mean of the whole time."""

Spans = Sequence[tuple[Sample, Sample]]


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Messages per second of one worker and of the function in each step, and how many messages each of them holds."""

    workers: Sequence[float]
    functions: Sequence[float]
    worker_holds: int
    function_holds: int


def measured_rates(found: Sequence[Sample], steps: Sequence[float]) -> Rates:
    """Return the rates of steps that begin so many seconds after the first sample."""
    near = [(a, b) for a, b in pairwise(found) if b.elapsed - a.elapsed <= LONGEST_TICK_SECONDS]
    full = [(a, b) for a, b in near if _is_full(a, b)]
    functions = _functions(full or near, steps)
    batches = max(found[-1].lane.rate_per_second, 0.1)
    by_worker, by_function = _holds(full, with_function=any(functions))
    return Rates(
        workers=[rate or batches for rate in _workers(full, steps)],
        functions=functions,
        worker_holds=by_worker,
        function_holds=by_function,
    )


def last_by(times: Sequence[float], elapsed: float) -> int:
    """Return the number of the last of these times that is not after `elapsed`, or the first."""
    return max(0, bisect_right(times, elapsed) - 1)


def _is_full(before: Sample, after: Sample) -> bool:
    """Whether messages waited all the time. How much was done meanwhile must not decide: a batch ends at one tick."""
    return before.visible > 0 and after.visible > 0


def _workers(spans: Spans, steps: Sequence[float]) -> list[float]:
    seconds = [(b.elapsed - a.elapsed) * (a.lane.ready + b.lane.ready) / 2 for a, b in spans]
    return _around(spans, [b.lane.worked for _, b in spans], seconds, steps)


def _functions(spans: Spans, steps: Sequence[float]) -> list[float]:
    done = [b.ended - a.ended - b.lane.worked for a, b in spans]
    return [max(0.0, rate) for rate in _around(spans, done, [b.elapsed - a.elapsed for a, b in spans], steps)]


def _around(spans: Spans, done: Sequence[int], seconds: Sequence[float], steps: Sequence[float]) -> list[float]:
    """The quotient of both sums, over the minute around each step or over all spans."""
    times = [b.elapsed for _, b in spans]
    all_done, all_seconds = [0, *accumulate(done)], [0.0, *accumulate(seconds)]
    mean = all_done[-1] / all_seconds[-1] if all_seconds[-1] else 0.0
    found = []
    for step in steps:
        first, last = bisect_left(times, step - AROUND_SECONDS), bisect_right(times, step + AROUND_SECONDS)
        measured = all_seconds[last] - all_seconds[first]
        found.append((all_done[last] - all_done[first]) / measured if measured >= FEWEST_SECONDS else mean)
    return found


def _holds(spans: Spans, *, with_function: bool) -> tuple[int, int]:
    """Messages with one worker, and with the function. Without one, all that is held is with the workers."""
    seen = [b for _, b in spans if b.lane.ready]
    if not seen:
        return 0, 0
    if not with_function:
        return round(fmean(b.held / b.lane.ready for b in seen)), 0
    return round(fmean(b.lane.in_hand / b.lane.ready for b in seen)), round(
        fmean(b.held - b.lane.in_hand for b in seen)
    )
