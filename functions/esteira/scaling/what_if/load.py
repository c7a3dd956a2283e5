"""The load that a replay starts from: what arrived on each lane, and how fast one worker was."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from esteira.core.names import Lane
from esteira.scaling.observation import HostUsage
from esteira.scaling.plan import DEFAULT_RATE_PER_SECOND

QUIET_HOST = HostUsage(cpu_percent=0, memory_percent=0)


class LaneLoad(BaseModel, frozen=True, extra="forbid"):
    """One lane. `arrivals` counts the messages that arrived in each step, the first step first."""

    arrivals: Sequence[int]
    rate_per_second: float = Field(default=DEFAULT_RATE_PER_SECOND, gt=0)
    """Messages per second of one worker while it is busy."""
    backlog: int = Field(default=0, ge=0)
    """Messages that waited at the beginning; their waiting counts from there."""
    workers: int = Field(default=0, ge=0)
    """Workers that ran at the beginning."""


class Load(BaseModel, frozen=True, extra="forbid"):
    """All lanes from `since` on, in steps of the same length, and the mean load of the host."""

    since: datetime
    step_seconds: float = Field(gt=0)
    lanes: Mapping[Lane, LaneLoad]
    host: HostUsage = QUIET_HOST

    @property
    def seconds(self) -> float:
        """How long the load lasts: as long as its longest lane."""
        return self.step_seconds * max((len(lane.arrivals) for lane in self.lanes.values()), default=0)
