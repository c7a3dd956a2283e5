"""Waits until every order of every source has arrived somewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger

POLL_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the orders are. `finished` have arrived since the wait began, `per_second` of them."""

    ledger: Ledger
    finished: int
    elapsed_seconds: float
    settled: bool
    """Nothing is unread and nothing moves. With a residual in the ledger something is missing all the same."""

    @property
    def per_second(self) -> float:
        """Orders finished a second, on average since the wait began."""
        return self.finished / self.elapsed_seconds if self.elapsed_seconds else 0.0


ProgressObserver = Callable[[Progress], object]
"""Hears of each reading of the ledger."""


def wait_until_settled(
    ledger_deps: LedgerDeps,
    *,
    limit_seconds: float,
    watch: ProgressObserver = lambda _: None,
    pause: Callable[[float], object] = time.sleep,
    seconds: Callable[[], float] = time.monotonic,
) -> Progress:
    """The state of things when nothing is unread and nothing moves, or when the time is over: `settled` tells.

    Publishes nothing by itself. Raises `Unavailable` in the words of what does not answer.
    """
    # One try a reading: how far things are need not be exact, and at rest the first try settles it.
    begun = seconds()
    first = ledger = read_ledger(ledger_deps, tries=1)
    while True:
        progress = _progress(first, ledger, seconds() - begun)
        watch(progress)
        if progress.settled or progress.elapsed_seconds >= limit_seconds:
            return progress
        pause(POLL_SECONDS)
        ledger = read_ledger(ledger_deps, tries=1)


def _progress(first: Ledger, now: Ledger, elapsed_seconds: float) -> Progress:
    return Progress(
        ledger=now,
        finished=now.states.finished - first.states.finished,
        elapsed_seconds=elapsed_seconds,
        settled=now.at_rest and now.states.not_read == 0,
    )
