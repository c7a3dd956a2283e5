"""Wait until every order of every source is in a terminal state."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger

POLL_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The state of a wait. `finished` counts orders that reached a terminal state since it began."""

    ledger: Ledger
    finished: int
    elapsed_seconds: float
    settled: bool
    """No order is unread or in motion. Orders may still be lost."""

    @property
    def lost(self) -> int:
        """Orders that no message carries any more. 0 while some are in motion: then the counts do not tell."""
        return self.ledger.residual if self.ledger.at_rest else 0

    @property
    def per_second(self) -> float:
        """Orders finished per second, on average since the wait began."""
        return self.finished / self.elapsed_seconds if self.elapsed_seconds else 0.0


ProgressObserver = Callable[[Progress], object]
"""Called after each reading of the ledger."""


def wait_until_settled(
    ledger_deps: LedgerDeps,
    *,
    limit_seconds: float,
    on_progress: ProgressObserver = lambda _: None,
    pause: Callable[[float], object] = time.sleep,
    seconds: Callable[[], float] = time.monotonic,
) -> Progress:
    """Return the progress once no order is unread or in motion (`settled`), or after `limit_seconds`.

    Publishes nothing itself. Raises `Unavailable`, which names the store.
    """
    # One try for each reading: progress need not be exact, and at rest the first try is settled.
    started_at = seconds()
    first = ledger = read_ledger(ledger_deps, tries=1)
    while True:
        progress = _progress(first, ledger, seconds() - started_at)
        on_progress(progress)
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
