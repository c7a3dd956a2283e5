"""The retry delay: how long a failed message stays hidden (R7 step 5)."""

import math
import random
from dataclasses import dataclass

MAX_DELAY_SECONDS = 900
PERMANENT_DELAY_SECONDS = 1
"""Delay of a permanent failure: it also gets its five receives, but quickly (R8)."""


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Delay before attempt n + 1: `delay_seconds * growth ** (n - 1)`, times a random factor in 1 … 1 + `jitter`.

    The delay is at most `MAX_DELAY_SECONDS`. The jitter keeps messages that failed together from returning together. It
    only ever adds, so that the gap between two attempts is never below the configured delay.
    """

    delay_seconds: float
    growth: float = 1.0
    jitter: float = 0.1

    def delay(self, attempt: int, *, permanent: bool, rng: random.Random) -> int:
        """Return the whole seconds (as SQS requires) to hide a message after its failed receive number `attempt`."""
        if permanent:
            return PERMANENT_DELAY_SECONDS
        grown = self.delay_seconds * self.growth ** (attempt - 1)
        jittered = round(grown * rng.uniform(1, 1 + self.jitter))
        return min(MAX_DELAY_SECONDS, max(math.ceil(grown), jittered))
