"""The manager's decision: a number of workers for each lane, with the rule and the reason behind it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion, LaneConfig
from esteira.scaling.observation import Observation


class Rule(StrEnum):
    """The rule that decided a lane's number of workers."""

    NEED = "need"
    """Backlog ÷ (measured rate of one worker × target seconds)."""
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    WEIGHT = "weight"
    """All needs exceed the total, which is split by weight."""
    PAUSED = "paused"
    HOST_BUSY = "host_busy"
    """No growth while the CPU that others use, or the host's memory, is above its limit."""
    COOL_DOWN = "cool_down"
    """No lane shrinks so soon after its last change."""
    HYSTERESIS = "hysteresis"
    """No lane shrinks so far that a little more work would make it grow again."""
    BUSY = "busy"
    """A lane that needs less keeps the workers that hold messages until they hold none."""
    BLIND = "blind"
    """The queue does not answer: as before."""


DEFAULT_RATE_PER_SECOND = 100.0
"""Messages per second of one worker, assumed until a rate is measured. Low, so that rather too many workers start."""


class LanePlan(BaseModel, frozen=True, extra="forbid"):
    """What one lane is to have."""

    needed: int = Field(ge=0)
    """Before any limit."""
    workers: int = Field(ge=0)
    concurrency: int = Field(ge=2)
    """Maximum of its Lambda consumer."""
    receiving: bool
    """False while paused: neither kind of consumer receives."""
    functions: bool = True
    """Whether its Lambda consumer receives."""
    rule: Rule
    reason: str
    """The rule with its figures, as an English sentence."""
    changed_at: datetime
    """When `workers` last changed."""
    concurrency_changed_at: datetime | None = None
    """When `concurrency` last changed; None: when `workers` did."""
    rate_per_second: float = Field(default=DEFAULT_RATE_PER_SECOND, gt=0)
    """Of one worker, as used for `needed`."""
    rate_measured: bool = False
    """Whether the rate was measured, now or for an earlier plan."""


class Plan(BaseModel, frozen=True, extra="forbid"):
    """The decision for all lanes. `version` is the configuration's."""

    at: datetime
    version: int
    lanes: Mapping[Lane, LanePlan]
    observation: Observation


def stopped_by(newest: ConfigVersion | None, plan: Plan) -> Plan:
    """The plan without the receiving that a newer configuration has stopped since it was made.

    The manager's next plan will say the same. Until then an older one would let a lane receive that is paused already.
    """
    if newest is None or newest.version <= plan.version:
        return plan
    changed = newest.configuration.with_new_lanes().lanes
    lanes = {lane: _stopped(planned, changed[lane]) for lane, planned in plan.lanes.items()}
    return plan.model_copy(update={"lanes": lanes})


def _stopped(planned: LanePlan, lane: LaneConfig) -> LanePlan:
    if lane.paused:
        return planned.model_copy(update={"receiving": False, "functions": False, "reason": "The lane is paused."})
    return planned.model_copy(update={"functions": planned.functions and lane.functions})
