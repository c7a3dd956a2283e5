"""Whether the ledger shows every row in exactly one state, and if not, why."""

from collections.abc import Sequence
from enum import Enum, auto

from console.feed.page_metrics import PageMetrics

RESIDUAL = "ledger.residual"


class LedgerBalance(Enum):
    """The result of the ledger's check."""

    UNKNOWN = auto()
    BALANCED = auto()
    MOVING = auto()
    UNBALANCED = auto()
    CONFLICTS = auto()
    UNTRIED = auto()
    UNREAD = auto()
    CONTRADICTORY = auto()


FAULTS = {
    LedgerBalance.UNBALANCED: (RESIDUAL,),
    LedgerBalance.CONFLICTS: ("ledger.conflict",),
    LedgerBalance.UNTRIED: ("ledger.unattempted",),
    LedgerBalance.UNREAD: ("ledger.unread",),
    LedgerBalance.CONTRADICTORY: ("ledger.phantom", "ledger.overlapping"),
}
"""Why a ledger is not balanced: metrics that are not 0. Lost rows come first, then what has a command of its own."""


def count_of(balance: LedgerBalance, metrics: PageMetrics) -> int:
    """Return how many rows (or sources, for `UNREAD`) have this fault; 0 for what is no fault."""
    return sum(int(metrics.value(metric) or 0) for metric in FAULTS.get(balance, ()))


def faults(metrics: PageMetrics) -> Sequence[LedgerBalance]:
    """Return all faults. A settled ledger that is not balanced and names none is contradictory: rows were swapped."""
    found = [balance for balance in FAULTS if count_of(balance, metrics)]
    if found or metrics.value("ledger.balanced") or not metrics.value("ledger.settled"):
        return found
    return [LedgerBalance.CONTRADICTORY]


def classify(metrics: PageMetrics) -> LedgerBalance:
    """Classify the ledger by its first fault. While rows move, faults are certain, but their absence is not."""
    if metrics.value(RESIDUAL) is None:
        return LedgerBalance.UNKNOWN
    calm = LedgerBalance.BALANCED if metrics.value("ledger.balanced") else LedgerBalance.MOVING
    return next(iter(faults(metrics)), calm)
