"""What operators may decide about the flow (F18, F21), and what is impossible together."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from pydantic import BaseModel, Field

from esteira.domain.names import Lane

LANES: tuple[Lane, ...] = get_args(Lane)


class LaneFlow(BaseModel, frozen=True, extra="forbid"):
    """One lane. Workers are Celery processes; `max_concurrency` is for its Lambda consumer, which has at least two.

    `retry_delay_seconds` None: what the consumer was deployed with.
    """

    weight: int = Field(ge=0, le=100)
    min_workers: int = Field(default=1, ge=0, le=64)
    max_workers: int = Field(default=4, ge=0, le=64)
    target_seconds: float = Field(default=60, ge=1, le=3600)
    max_concurrency: int = Field(default=4, ge=2, le=1000)
    retry_delay_seconds: float | None = Field(default=None, ge=1, le=900)
    functions: bool = True
    """Whether its Lambda consumer receives beside the workers."""
    paused: bool = False


DEFAULT_LANES: Mapping[Lane, LaneFlow] = {"orders": LaneFlow(weight=40), "payments": LaneFlow(weight=60)}


class HostLimits(BaseModel, frozen=True, extra="forbid"):
    """Above these shares of the host nothing grows."""

    max_cpu_percent: float = Field(default=90, gt=0, le=100)
    max_memory_percent: float = Field(default=90, gt=0, le=100)


class WorkerLimits(BaseModel, frozen=True, extra="forbid"):
    """A worker above one of these for a while is drained and started anew. 100 % is one core.

    One that has done nothing yet takes about 220 MiB: with less it would be started anew for ever.
    """

    max_memory_mib: int = Field(default=512, ge=256, le=65_536)
    max_cpu_percent: float = Field(default=150, ge=10, le=6400)


class FlowConfiguration(BaseModel, frozen=True, extra="forbid"):
    """All of it. Weights add up to 100 over all lanes."""

    lanes: Mapping[Lane, LaneFlow] = Field(default_factory=lambda: dict(DEFAULT_LANES))
    max_total_workers: int = Field(default=6, ge=0, le=256)
    cool_down_seconds: float = Field(default=30, ge=0, le=3600)
    host: HostLimits = HostLimits()
    worker: WorkerLimits = WorkerLimits()


class FlowVersion(BaseModel, frozen=True, extra="forbid"):
    """A configuration with its number, which grows with each change. Number 0 is the default."""

    version: int = Field(ge=0)
    configuration: FlowConfiguration
    changed_by: str = ""
    changed_at: datetime | None = None
