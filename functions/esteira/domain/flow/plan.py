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
    BLIND = "blind"
    """The queue does not answer: as it was."""


class LanePlan(BaseModel, frozen=True, extra="forbid"):
    """What one lane shall have."""

    needed: int = Field(ge=0)
    """Before any limit."""
    workers: int = Field(ge=0)
    concurrency: int = Field(ge=2)
    """Of its Lambda consumer."""
    receiving: bool
    """False while paused: neither kind of consumer receives."""
    rule: Rule
    reason: str
    """The rule with its figures, a sentence in English."""
    changed_at: datetime
    """When `workers` last changed."""


class Plan(BaseModel, frozen=True, extra="forbid"):
    """A whole decision. `version` is the configuration's."""

    at: datetime
    version: int
    lanes: Mapping[Lane, LanePlan]
    observation: Observation
