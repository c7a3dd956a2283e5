"""Why there were so many workers at some moment."""

from datetime import datetime

from esteira.core.errors import NotFound
from esteira.scaling.ports import Decision, DecisionLog


def explain_decision(log: DecisionLog, at: datetime) -> Decision:
    """The decision in force then: each lane's number, rule and reason, and under `observation` its inputs.

    Raises `NotFound` where no decision of that time is stored, and `TargetUnavailable`.
    """
    decision = log.at(at)
    if decision is None:
        raise NotFound(
            f"No decision about workers was in force at {at.isoformat()}: the manager did not run before,"
            " or it is longer ago than decisions are kept (90 days)."
        )
    return decision
