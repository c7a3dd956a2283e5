"""Metrics of the ledger: its states, and the numbers that must be 0."""

from dataclasses import asdict
from datetime import datetime

from esteira.metrics.metric import Metric, metric
from esteira.reconciliation.ledger import Ledger


def ledger_metrics(ledger: Ledger, at: datetime) -> list[Metric]:
    """Return the rows in each state, the faults, and whether the ledger is settled and balanced."""
    states = [metric(f"ledger.{state}", rows, at) for state, rows in asdict(ledger.states).items()]
    return [
        *states,
        metric("ledger.residual", ledger.residual, at),
        metric("ledger.unattempted", ledger.unattempted, at),
        metric("ledger.phantom", ledger.phantom, at),
        metric("ledger.overlapping", ledger.overlapping, at),
        metric("ledger.unread", len(ledger.unread), at),
        metric("ledger.settled", int(ledger.settled), at),
        metric("ledger.balanced", int(ledger.balanced), at),
    ]


def is_suspicious(ledger: Ledger) -> bool:
    """Return whether a ledger of running tallies must be verified by counting before it is reported.

    An unsettled one needs that only for a residual above 0, which counts certain losses even while the stores change.
    A source that cannot be read is no reason: counting could not read it either.
    """
    return not ledger.exact and (ledger.settled or ledger.residual > 0)
