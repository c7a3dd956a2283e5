"""How long a failed message stays hidden (R7 step 5)."""

import math
import random
from dataclasses import dataclass

MAX_DELAY_SECONDS = 900
PERMANENT_DELAY_SECONDS = 1
"""A failure that no wait can heal takes the same road of five receives, but quickly (R8)."""


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """`delay_seconds` after the first failure, times `growth` for each further one, spread upwards by `spread`.

    The spread keeps failures of one moment from coming back in one moment; it only ever adds, so that the gap
    between two attempts is never under the configured delay.
    """

    delay_seconds: float
    growth: float = 1.0
    spread: float = 0.1

    def delay(self, attempt: int, *, permanent: bool, chance: random.Random) -> int:
        """Whole seconds (SQS knows no others) to hide a message after its failed receive number `attempt`."""
        if permanent:
            return PERMANENT_DELAY_SECONDS
        grown = self.delay_seconds * self.growth ** (attempt - 1)
        spread = round(grown * chance.uniform(1, 1 + self.spread))
        return min(MAX_DELAY_SECONDS, max(math.ceil(grown), spread))
