"""How much is due when. A pure function of the elapsed time, so a delay is made up for."""

import math
from dataclasses import dataclass
from enum import StrEnum

PEAK = 5
"""A burst has this multiple of the rate, for one part in so many of its period; the rest is quiet. Same mean."""

BURST_PERIOD_SECONDS = 10.0
"""Approximate: periods are adjusted so that a run has a whole number of them."""


ROUNDING = 1e-6
"""Tolerance for floating point errors in what is due."""


class Pattern(StrEnum):
    """How load is distributed over a run."""

    STEADY = "steady"
    """Evenly."""
    BURSTY = "bursty"
    """Two seconds in ten at five times the rate, then nothing."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """`rate_per_second` for `seconds`."""

    rate_per_second: float
    seconds: float
    pattern: Pattern = Pattern.STEADY

    @property
    def total(self) -> int:
        """How many are due at the end."""
        return round(self.rate_per_second * self.seconds)

    def due(self, elapsed_seconds: float) -> int:
        """How many are due after that time. Never decreases; 0 at the beginning, `total` from the end on."""
        if elapsed_seconds >= self.seconds:
            return self.total
        share = self._share(max(0.0, elapsed_seconds) / self.seconds)
        return min(self.total, math.floor(self.total * share + ROUNDING))

    def _share(self, passed: float) -> float:
        """The share of the load that is due when this share of the time has passed."""
        if self.pattern is Pattern.STEADY:
            return passed
        bursts = max(1, round(self.seconds / BURST_PERIOD_SECONDS))
        within, over = math.modf(passed * bursts)
        return (over + min(1.0, within * PEAK)) / bursts
