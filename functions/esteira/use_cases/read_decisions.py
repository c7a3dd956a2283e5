"""What was decided about workers, and what the scaler did about it (F22)."""

from collections.abc import Sequence

from pydantic import AwareDatetime, BaseModel, Field

from esteira.clock import Clock
from esteira.use_cases.explain_decision import explain_decision
from esteira.use_cases.ports.scaling import Decision, DecisionLog, ScalingEvent

MAX_LISTED = 500


class ReadDecisions(BaseModel, frozen=True, extra="forbid"):
    """The decision in force at a moment, or else the latest ones. Times have a zone."""

    at: AwareDatetime | None = None
    limit: int = Field(default=20, ge=1, le=MAX_LISTED)


class ReadEvents(BaseModel, frozen=True, extra="forbid"):
    """What the scaler did until then; until now, if nothing is said."""

    until: AwareDatetime | None = None
    limit: int = Field(default=100, ge=1, le=MAX_LISTED)


def read_decisions(log: DecisionLog, query: ReadDecisions) -> Sequence[Decision]:
    """The newest first. Raises `NotFound` where none was in force at that moment, `TargetUnavailable`."""
    return [explain_decision(log, query.at)] if query.at else log.latest(query.limit)


def read_events(log: DecisionLog, query: ReadEvents, clock: Clock) -> Sequence[ScalingEvent]:
    """The newest first. Raises `TargetUnavailable`."""
    return log.events(until=query.until or clock(), limit=query.limit)
