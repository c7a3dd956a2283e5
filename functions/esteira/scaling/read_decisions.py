"""What the manager decided about workers, and what the scaler did."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from esteira.core.clock import Clock
from esteira.core.moments import Moment
from esteira.core.numbers import Whole
from esteira.scaling.explain_decision import explain_decision
from esteira.scaling.ports import Decision, DecisionLog, ScalingEvent

MAX_LISTED = 500


class ReadDecisions(BaseModel, frozen=True, extra="forbid"):
    """The decision in force at `at`, or without it the latest ones. `at` needs a time zone."""

    at: Moment | None = None
    limit: Whole = Field(default=20, ge=1, le=MAX_LISTED)


class ReadEvents(BaseModel, frozen=True, extra="forbid"):
    """What the scaler did up to `until`; up to now without it."""

    until: Moment | None = None
    limit: Whole = Field(default=100, ge=1, le=MAX_LISTED)


def read_decisions(log: DecisionLog, query: ReadDecisions) -> Sequence[Decision]:
    """Newest first. Raises `NotFound` where none was in force at `query.at`, and `TargetUnavailable`."""
    return [explain_decision(log, query.at)] if query.at else log.latest(query.limit)


def read_events(log: DecisionLog, query: ReadEvents, clock: Clock) -> Sequence[ScalingEvent]:
    """Newest first. Raises `TargetUnavailable`."""
    return log.events(until=query.until or clock(), limit=query.limit)
