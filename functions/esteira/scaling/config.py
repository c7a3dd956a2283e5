"""What operators may configure: per lane, in total, and for the host and its workers."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, Field

from esteira.core.names import LANES, Lane


class LaneConfig(BaseModel, frozen=True, extra="forbid"):
    """One lane. Workers are Celery processes; `max_concurrency` is for its Lambda consumer, where 2 is the lowest.

    `retry_delay_seconds` None: as deployed.
    """

    weight: int = Field(ge=0, le=100)
    min_workers: int = Field(default=1, ge=0, le=64)
    max_workers: int = Field(default=4, ge=0, le=64)
    target_seconds: float = Field(default=60, ge=1, le=3600)
    max_concurrency: int = Field(default=4, ge=2, le=1000)
    retry_delay_seconds: float | None = Field(default=None, ge=1, le=900)
    functions: bool = True
    """Whether its Lambda consumer receives in addition to the workers."""
    paused: bool = False


NEW_LANE = LaneConfig(weight=0, min_workers=0)
"""A lane to which nobody has given a weight: its Lambda consumer works, and workers that no other lane needs."""

_WEIGHED: Mapping[Lane, LaneConfig] = {
    "orders": LaneConfig(weight=30),
    "payments": LaneConfig(weight=50),
    "lookups": LaneConfig(weight=20, min_workers=0),
}
DEFAULT_LANES: Mapping[Lane, LaneConfig] = {lane: _WEIGHED.get(lane, NEW_LANE) for lane in LANES}


class HostLimits(BaseModel, frozen=True, extra="forbid"):
    """Above these shares of the whole host no lane grows. Of the CPU, what the workers use does not count."""

    max_cpu_percent: float = Field(default=90, gt=0, le=100)
    max_memory_percent: float = Field(default=90, gt=0, le=100)


class WorkerLimits(BaseModel, frozen=True, extra="forbid"):
    """A worker above one of these for 10 s is drained and replaced. 100 % is one core.

    A new worker takes about 220 MiB: a lower limit would replace workers without end.
    """

    max_memory_mib: int = Field(default=512, ge=256, le=65_536)
    max_cpu_percent: float = Field(default=150, ge=10, le=6400)


class ScalingConfig(BaseModel, frozen=True, extra="forbid"):
    """The whole configuration. The weights of all lanes add up to 100."""

    lanes: Mapping[Lane, LaneConfig] = Field(default_factory=lambda: dict(DEFAULT_LANES))
    max_total_workers: int = Field(default=6, ge=0, le=256)
    cool_down_seconds: float = Field(default=30, ge=0, le=3600)
    host: HostLimits = HostLimits()
    worker: WorkerLimits = WorkerLimits()

    def with_new_lanes(self) -> "ScalingConfig":
        """Return it with the lanes that did not exist when it was stored: without weight and minimum, until changed."""
        return self.model_copy(update={"lanes": {lane: self.lanes.get(lane, NEW_LANE) for lane in LANES}})


class ConfigVersion(BaseModel, frozen=True, extra="forbid"):
    """A configuration with its version number, which grows by one with each change. Version 0 is the default."""

    version: int = Field(ge=0)
    configuration: ScalingConfig
    changed_by: str = ""
    changed_at: datetime | None = None
