"""How many workers a lane's backlog needs, from the rate at which one of them works."""

import math
from dataclasses import dataclass
from statistics import fmean

from esteira.domain.flow.config import LaneFlow
from esteira.domain.flow.observation import LaneObservation
from esteira.domain.flow.plan import LanePlan

HYSTERESIS = 1.25
"""A lane shrinks only to what would do for a quarter more work."""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What one lane needs, before any limit. `enough`: what would still do if there were a quarter more work."""

    needed: int
    enough: int
    rate_per_second: float
    rate_measured: bool
    sentence: str


def demand_of(lane: LaneObservation, flow: LaneFlow, before: LanePlan) -> Demand:
    """Backlog ÷ (rate of one worker × target seconds). Of a queue that does not answer: as it was."""
    rate, measured, origin = _rate(lane, before)
    if lane.backlog is None:
        needed = enough = before.needed
        sentence = "The queue does not answer"
    else:
        exact = lane.backlog / (rate * flow.target_seconds)
        needed, enough = _whole(exact), _whole(exact * HYSTERESIS)
        sentence = (
            f"{lane.backlog:,} waiting ÷ ({rate:,.1f}/s of one worker, {origin}, × {flow.target_seconds:g} s)"
            f" need {workers(needed)}"
        )
    return Demand(needed=needed, enough=enough, rate_per_second=rate, rate_measured=measured, sentence=sentence)


def workers(count: int) -> str:
    """A number of workers in words."""
    return f"{count} worker" if count == 1 else f"{count} workers"


def _rate(lane: LaneObservation, before: LanePlan) -> tuple[float, bool, str]:
    """The mean of those that have measured theirs; else the last that was measured; else the assumed one."""
    measured = [beat.rate_per_second for beat in lane.workers if beat.rate_per_second > 0]
    if measured:
        return fmean(measured), True, "measured"
    return before.rate_per_second, before.rate_measured, "as last measured" if before.rate_measured else "assumed"


def _whole(exact: float) -> int:
    # 6,000 ÷ (0.1 × 60) is a hair more than 1,000 to a float.
    return math.ceil(round(exact, 6))
