"""The load of recorded ticks: arrivals on a grid of ticks, rates of the consumers, and what else ran on the host."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from esteira.scaling.observation import HostUsage
from esteira.scaling.recording.recorded_tick import RecordedTick
from esteira.scaling.what_if.curves import Sample, samples
from esteira.scaling.what_if.load import LaneLoad, Load
from esteira.scaling.what_if.rates import LONGEST_TICK_SECONDS, last_by, measured_rates

STEP_SECONDS = 2.0


def load_of(ticks: Sequence[RecordedTick]) -> Load:
    """Return the load of these ticks, of which there must be one at least."""
    steps = max(1, int((ticks[-1].at - ticks[0].at).total_seconds() // STEP_SECONDS))
    times = [(tick.at - ticks[0].at).total_seconds() for tick in ticks]
    lanes = sorted({lane for tick in ticks for lane in tick.lanes})
    return Load(
        since=ticks[0].at,
        step_seconds=STEP_SECONDS,
        lanes={lane: _lane_load(found, steps) for lane in lanes if (found := samples(ticks, lane))},
        hosts=[_host(ticks[last_by(times, number * STEP_SECONDS)]) for number in range(steps)],
        full_at=_full_at(ticks),
    )


def seconds_without_ticks(ticks: Sequence[RecordedTick]) -> float:
    """Return how long no manager was at work between these ticks."""
    gaps = [(after.at - before.at).total_seconds() for before, after in pairwise(ticks)]
    return sum(gap for gap in gaps if gap > LONGEST_TICK_SECONDS)


def _host(tick: RecordedTick) -> HostUsage:
    return HostUsage(cpu_percent=tick.others_cpu_percent, memory_percent=tick.memory_percent)


def _full_at(ticks: Sequence[RecordedTick]) -> float | None:
    """How many consumers would use the whole CPU, if each used as much as those that worked at the busiest ticks."""
    working = [(tick.cpu_percent, consumers) for tick in ticks if (consumers := _consumers(tick)) and tick.cpu_percent]
    busiest = sorted(working)[-max(1, len(working) // 4) :]
    if not busiest:
        return None
    return 100 * fmean(consumers for _, consumers in busiest) / fmean(cpu for cpu, _ in busiest)


def _consumers(tick: RecordedTick) -> int:
    """Workers, and a function, of the lanes in which messages wait."""
    return sum(lane.ready + 1 for lane in tick.lanes.values() if lane.visible)


def _lane_load(found: Sequence[Sample], steps: int) -> LaneLoad:
    times = [sample.elapsed for sample in found]
    totals = [_arrived(found, times, number * STEP_SECONDS) for number in range(steps + 1)]
    rates = measured_rates(found, [number * STEP_SECONDS for number in range(steps)])
    by_step = [found[last_by(times, number * STEP_SECONDS)].lane for number in range(steps)]
    return LaneLoad(
        arrivals=[after - before for before, after in pairwise(totals)],
        rates=rates.workers,
        seen_rates=[lane.rate_per_second for lane in by_step],
        busy_shares=[lane.busy / lane.ready if lane.visible and lane.ready else 1 for lane in by_step],
        function_rates=rates.functions,
        worker_holds=rates.worker_holds,
        function_holds=rates.function_holds,
        worker_held=found[0].lane.in_hand,
        function_held=found[0].held - found[0].lane.in_hand if rates.function_holds else 0,
        backlog=found[0].visible,
        workers=found[0].lane.ready,
    )


def _arrived(found: Sequence[Sample], times: Sequence[float], elapsed: float) -> int:
    """What had arrived by then: between two ticks, evenly."""
    number = last_by(times, elapsed)
    before, after = found[number], found[min(number + 1, len(found) - 1)]
    span = after.elapsed - before.elapsed
    share = min(1.0, max(0.0, (elapsed - before.elapsed) / span)) if span else 0
    return before.arrived + round(share * (after.arrived - before.arrived))
