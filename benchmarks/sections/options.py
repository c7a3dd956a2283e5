"""What the command line chose for all sections."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import strftime


@dataclass(frozen=True, kw_only=True)
class Options:
    """`rows` is where growth stops, `warm_up_orders` what each contender moves before it is measured.

    `seconds`: how long each rate of arrivals is kept. `only`: parts of the names of the contenders to run; empty: all.
    """

    rounds: int = 5
    orders: int = 10_000
    rows: int = 100_000
    workers: int = 2
    seconds: int = 20
    warm_up_orders: int = 500
    only: Sequence[str] = ()

    def wants(self, name: str) -> bool:
        """Return whether this contender is to run."""
        return not self.only or any(part.lower() in name.lower() for part in self.only)


SHORT = Options(rounds=1, orders=2_000, rows=10_000, seconds=5, warm_up_orders=100)
"""About five minutes on two cores."""


def progress(line: str) -> None:
    """Print a line of progress to standard error."""
    print(f"{strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)
