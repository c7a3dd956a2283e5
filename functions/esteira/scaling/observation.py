"""What the manager observes before it plans: backlogs, heartbeats, and the load of the host."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, Field

from esteira.core.names import Lane

MISSING_AFTER = timedelta(seconds=15)
"""A worker without a heartbeat for so long counts as dead and is replaced."""


class WorkerState(StrEnum):
    """What a worker is doing. Busy ones hold messages and are not stopped before they have finished them."""

    STARTING = "starting"
    IDLE = "idle"
    """It has no drain task and may be given one."""
    POLLING = "polling"
    """It polls its queue and holds no message."""
    BUSY = "busy"
    DRAINING = "draining"
    """It takes nothing new, finishes what it holds, and then ends."""


class Heartbeat(BaseModel, frozen=True, extra="forbid"):
    """A worker's heartbeat. `cpu_percent` (of one core) and `memory_mib` include its child process.

    `processed` and `failed` count messages since its start. `name` is never used again: a replacement has a new one.
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
    """Messages per second while it is busy; 0 before it has been."""
    started_at: datetime
    at: datetime

    def is_missing(self, now: datetime) -> bool:
        """Whether its last heartbeat is too old."""
        return now - self.at > MISSING_AFTER


USAGE_KEPT_FOR = timedelta(minutes=5)
MOST_USAGES = 300
"""Of one worker. It writes one every two seconds, and more while its state changes often."""


class Usage(BaseModel, frozen=True, extra="forbid"):
    """What a worker used and did at one heartbeat; the units are the heartbeat's."""

    at: datetime
    cpu_percent: float
    memory_mib: float
    rate_per_second: float

    @classmethod
    def of(cls, beat: Heartbeat) -> "Usage":
        """The usage in a heartbeat."""
        return cls(**{name: getattr(beat, name) for name in cls.model_fields})


class HostUsage(BaseModel, frozen=True, extra="forbid"):
    """The load of the whole host, in percent of all its cores together and of its memory."""

    cpu_percent: float
    memory_percent: float
    cores: int = Field(default=1, ge=1)


class LaneObservation(BaseModel, frozen=True, extra="forbid"):
    """One lane. `backlog` counts the messages that wait to be received; None where the queue did not answer."""

    backlog: int | None
    in_flight: int = 0
    workers: Sequence[Heartbeat] = ()
    """Those with a recent heartbeat."""


class Observation(BaseModel, frozen=True, extra="forbid"):
    """Everything a plan depends on, except the configuration and the previous plan."""

    at: datetime
    lanes: Mapping[Lane, LaneObservation]
    host: HostUsage

    @property
    def others_cpu_percent(self) -> float:
        """What programs other than the workers use of the host's CPU. What a lane uses itself must not stop it."""
        used = sum(beat.cpu_percent for lane in self.lanes.values() for beat in lane.workers)
        return max(0.0, self.host.cpu_percent - used / self.host.cores)
