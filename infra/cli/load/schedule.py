"""How much is due when: a pure function of the time that has passed, so that a hiccup is caught up by itself."""

import math
from dataclasses import dataclass
from enum import StrEnum

PEAK = 5
"""A burst is so many times the rate, for that part of its period; then it is quiet. The mean is the same."""

BURST_PERIOD_SECONDS = 10.0
"""About: periods are stretched or shortened so that a run is made of whole ones."""


ROUNDING = 1e-6
"""What is due but for an error of floating point is due."""


class Pattern(StrEnum):
    """How load is spread over a run."""

    STEADY = "steady"
    """Evenly."""
    BURSTY = "bursty"
    """Two seconds in ten at five times the rate, and nothing in between."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """`rate_per_second` for `seconds`."""

    rate_per_second: float
    seconds: float
    pattern: Pattern = Pattern.STEADY

    @property
    def total(self) -> int:
        """How many there are to be in the end."""
        return round(self.rate_per_second * self.seconds)

    def due(self, elapsed_seconds: float) -> int:
        """How many there are to be by then. Never falls; 0 at the beginning, `total` at the end and after it."""
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
