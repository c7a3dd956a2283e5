"""The manager's decision, with the rule that bound each of its numbers (F18, F22)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from esteira.domain.flow.observation import Observation
from esteira.domain.names import Lane


class Rule(StrEnum):
    """What decided a lane's number of workers."""

    NEED = "need"
    """Backlog ÷ (measured rate of one worker × target seconds)."""
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    WEIGHT = "weight"
    """The needs exceed the total, which is split by weight."""
    PAUSED = "paused"
    HOST_BUSY = "host_busy"
    """No growth while the host's CPU or memory is above its limit."""
    COOL_DOWN = "cool_down"
    """Nothing shrinks so soon after the last change."""
    HYSTERESIS = "hysteresis"
    """Nothing shrinks so far that a little more work would have it grow again."""
    BUSY = "busy"
    """A lane that needs less keeps the workers that hold messages until they hold none."""
    BLIND = "blind"
    """The queue does not answer: as it was."""


DEFAULT_RATE_PER_SECOND = 100.0
"""What one worker is assumed to finish a second before any has been measured. Cautious: too many start, not too few."""


class LanePlan(BaseModel, frozen=True, extra="forbid"):
    """What one lane shall have."""

    needed: int = Field(ge=0)
    """Before any limit."""
    workers: int = Field(ge=0)
    concurrency: int = Field(ge=2)
    """Of its Lambda consumer."""
    receiving: bool
    """False while paused: neither kind of consumer receives."""
    functions: bool = True
    """Whether its Lambda consumer receives."""
    rule: Rule
    reason: str
    """The rule with its figures, a sentence in English."""
    changed_at: datetime
    """When `workers` last changed."""
    concurrency_changed_at: datetime | None = None
    """When `concurrency` last changed; None: with `workers`."""
    rate_per_second: float = Field(default=DEFAULT_RATE_PER_SECOND, gt=0)
    """Of one worker: what the need was computed with."""
    rate_measured: bool = False
    """Whether the rate was ever measured, now or for a plan before."""


class Plan(BaseModel, frozen=True, extra="forbid"):
    """A whole decision. `version` is the configuration's."""

    at: datetime
    version: int
    lanes: Mapping[Lane, LanePlan]
    observation: Observation
