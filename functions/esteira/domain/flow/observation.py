"""What the manager sees before it plans."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, Field

from esteira.domain.names import Lane

MISSING_AFTER = timedelta(seconds=15)
"""A worker that has not beaten for so long is taken for dead, and replaced (F19)."""


class WorkerState(StrEnum):
    """What a worker is doing. *Busy* ones hold messages: they are never stopped before they have finished them."""

    STARTING = "starting"
    IDLE = "idle"
    """It has no task, and may be given one."""
    POLLING = "polling"
    """It asks its queue and has no message in hand."""
    BUSY = "busy"
    DRAINING = "draining"
    """It takes nothing new, finishes what it holds, and ends."""


class Heartbeat(BaseModel, frozen=True, extra="forbid"):
    """A worker's sign of life. `cpu_percent` of one core and `memory_mib` count its child too; counts since its start.

    `name` is unique for all time: a worker that replaces another has another name.
    """

    name: str
    lane: Lane
    host: str
    pid: int
    state: WorkerState
    in_hand: int = Field(default=0, ge=0)
    cpu_percent: float = 0
    memory_mib: float = 0
    processed: int = 0
    failed: int = 0
    rate_per_second: float = 0
    """Messages it finishes a second while it is busy; 0 where it has not been busy yet."""
    started_at: datetime
    at: datetime

    def is_missing(self, now: datetime) -> bool:
        """Whether it has not been heard of for too long."""
        return now - self.at > MISSING_AFTER


class HostReading(BaseModel, frozen=True, extra="forbid"):
    """The host's load, in percent of all of it."""

    cpu_percent: float
    memory_percent: float


class LaneObservation(BaseModel, frozen=True, extra="forbid"):
    """One lane. `backlog` counts messages that wait to be received; None where the queue did not answer."""

    backlog: int | None
    in_flight: int = 0
    workers: Sequence[Heartbeat] = ()
    """Those that beat."""


class Observation(BaseModel, frozen=True, extra="forbid"):
    """Everything a plan depends on, beside the configuration and the plan before it."""

    at: datetime
    lanes: Mapping[Lane, LaneObservation]
    host: HostReading
