"""The ledger's states and what must be 0 in it."""

from dataclasses import asdict
from datetime import datetime

from esteira.metrics.metric import Metric, metric
from esteira.reconciliation.ledger import Ledger


def ledger_metrics(ledger: Ledger, at: datetime) -> list[Metric]:
    """All states, then all faults, then whether it is known to be right."""
    states = [metric(f"ledger.{state}", rows, at) for state, rows in asdict(ledger.states).items()]
    return [
        *states,
        metric("ledger.residual", ledger.residual, at),
        metric("ledger.phantom", ledger.phantom, at),
        metric("ledger.overlapping", ledger.overlapping, at),
        metric("ledger.settled", int(ledger.settled), at),
        metric("ledger.balanced", int(ledger.balanced), at),
    ]


def is_suspicious(ledger: Ledger) -> bool:
    """Whether a ledger made of running tallies must be counted out before anybody is alarmed.

    One that did not stand still while it was read is not: nothing but a certain loss shows in its residual.
    """
    return not ledger.balanced and (ledger.settled or ledger.residual > 0)
