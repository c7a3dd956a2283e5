"""How many workers a lane's backlog needs, from the rate of one worker."""

import math
from dataclasses import dataclass
from statistics import fmean

from esteira.scaling.config import LaneConfig
from esteira.scaling.observation import LaneObservation
from esteira.scaling.plan import LanePlan

HYSTERESIS = 1.25
"""A lane shrinks only to a number that suffices for a quarter more work."""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What one lane needs, before any limit. `enough` would suffice for a quarter more work."""

    needed: int
    enough: int
    rate_per_second: float
    rate_measured: bool
    sentence: str


def demand_of(lane: LaneObservation, config: LaneConfig, before: LanePlan) -> Demand:
    """Backlog ÷ (rate of one worker × target seconds), rounded up. The previous need where the queue did not answer."""
    rate, measured, origin = _rate(lane, before)
    if lane.backlog is None:
        needed = enough = before.needed
        sentence = "The queue does not answer"
    else:
        exact = lane.backlog / (rate * config.target_seconds)
        needed, enough = _rounded_up(exact), _rounded_up(exact * HYSTERESIS)
        sentence = (
            f"{lane.backlog:,} waiting ÷ ({rate:,.1f}/s of one worker, {origin}, × {config.target_seconds:g} s)"
            f" need {workers(needed)}"
        )
    return Demand(needed=needed, enough=enough, rate_per_second=rate, rate_measured=measured, sentence=sentence)


def workers(count: int) -> str:
    """A number of workers as text."""
    return f"{count} worker" if count == 1 else f"{count} workers"


def _rate(lane: LaneObservation, before: LanePlan) -> tuple[float, bool, str]:
    """The mean of the rates measured now; else the last measured one; else the assumed one."""
    measured = [beat.rate_per_second for beat in lane.workers if beat.rate_per_second > 0]
    if measured:
        return fmean(measured), True, "measured"
    return before.rate_per_second, before.rate_measured, "as last measured" if before.rate_measured else "assumed"


def _rounded_up(exact: float) -> int:
    # As a float 6,000 ÷ (0.1 × 60) is slightly more than 1,000.
    return math.ceil(round(exact, 6))
