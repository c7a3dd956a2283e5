"""The load that a replay starts from: what arrived on each lane, and how fast its consumers were."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel, Field

from esteira.core.names import Lane
from esteira.scaling.observation import HostUsage
from esteira.scaling.plan import DEFAULT_RATE_PER_SECOND

T = TypeVar("T")

QUIET_HOST = HostUsage(cpu_percent=0, memory_percent=0)


class LaneLoad(BaseModel, frozen=True, extra="forbid"):
    """One lane. `arrivals` counts the messages that arrived in each step, the first step first."""

    arrivals: Sequence[int]
    rates: Sequence[float] = (DEFAULT_RATE_PER_SECOND,)
    """In each step, messages per second that one worker ends while messages wait: receiving and deleting included."""
    seen_rates: Sequence[float] = ()
    """In each step, the rate of one worker that the manager reckoned with; without it `rates`."""
    busy_shares: Sequence[float] = (1,)
    """In each step, the share of those workers that had work and were not just between two batches."""
    function_rates: Sequence[float] = (0,)
    """In each step, messages per second that the Lambda consumer ends while messages wait."""
    worker_holds: int = Field(default=0, ge=0)
    """Messages that a worker holds while messages wait."""
    function_holds: int = Field(default=0, ge=0)
    """Messages that the Lambda consumer holds then, with what its mapping has gathered for the next invocation."""
    worker_held: int = Field(default=0, ge=0)
    """Messages that all workers held at the beginning."""
    function_held: int = Field(default=0, ge=0)
    backlog: int = Field(default=0, ge=0)
    """Messages that waited at the beginning; their waiting counts from there."""
    workers: int = Field(default=0, ge=0)
    """Workers that ran at the beginning."""


class Load(BaseModel, frozen=True, extra="forbid"):
    """All lanes from `since` on, in steps of the same length, and in each step the load of the host by others.

    Of everything that is given in each step, the last one holds for all later ones.
    """

    since: datetime
    step_seconds: float = Field(gt=0)
    lanes: Mapping[Lane, LaneLoad]
    hosts: Sequence[HostUsage] = ()
    """Empty: nothing else runs there."""
    full_at: float | None = Field(default=None, gt=0)
    """How many consumers that work at once use the whole CPU of the host; more of them share it. None: no limit."""

    @property
    def seconds(self) -> float:
        """How long the load lasts: as long as its longest lane."""
        return self.step_seconds * max((len(lane.arrivals) for lane in self.lanes.values()), default=0)

    def step(self, elapsed: float) -> int:
        """Return the number of the step so many seconds after `since`."""
        return int(elapsed // self.step_seconds)

    def host(self, elapsed: float) -> HostUsage:
        """Return the load of the host so many seconds after `since`."""
        return at_step(self.hosts, self.step(elapsed)) if self.hosts else QUIET_HOST


def at_step(values: Sequence[T], step: int) -> T:
    """Return the value of a step, of values that are not empty."""
    return values[min(step, len(values) - 1)]
