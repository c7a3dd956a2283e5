"""A lane's workers in a replay: those that start, those that work, and those that finish what they hold."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from esteira.core.names import Lane
from esteira.scaling.observation import Heartbeat, WorkerState


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Seconds between two plans, until a started worker takes messages, and until a surplus one has ended."""

    tick_seconds: float = 2
    start_seconds: float = 3
    drain_seconds: float = 2


@dataclass(kw_only=True)
class Crew:
    """Ages in seconds of the workers that stay, oldest first, and the seconds left to those that drain."""

    lane: Lane
    rate_per_second: float
    timing: Timing
    ages: list[float] = field(default_factory=list)
    draining: list[float] = field(default_factory=list)
    busy: int = 0
    worker_seconds: float = 0
    _credit: float = 0

    @property
    def ready(self) -> int:
        """How many workers take messages."""
        return sum(age >= self.timing.start_seconds for age in self.ages)

    def resize(self, planned: int) -> None:
        """Start what is missing; let the youngest drain. One that had not started yet is gone at once."""
        self.ages += [0.0] * (planned - len(self.ages))
        for age in self.ages[planned:]:
            self.draining += [self.timing.drain_seconds] if age >= self.timing.start_seconds else []
        del self.ages[planned:]

    def capacity(self) -> int:
        """Return how many whole messages this tick's work can take. A part of one is kept for the next tick."""
        self._credit += self.ready * self.rate_per_second * self.timing.tick_seconds
        whole = int(self._credit)
        self._credit -= whole
        return whole

    def pass_tick(self, taken: int) -> None:
        """Count the time of all workers, and which of them were busy with the messages taken."""
        tick = self.timing.tick_seconds
        self.busy = min(self.ready, -int(-taken // (self.rate_per_second * tick)))
        self.worker_seconds += len(self.ages) * tick + sum(min(left, tick) for left in self.draining)
        self.ages = [age + tick for age in self.ages]
        self.draining = [left - tick for left in self.draining if left > tick]

    def heartbeats(self, at: datetime) -> list[Heartbeat]:
        """What the manager would see of the workers that are ready."""
        return [self._beat(number, at) for number in range(self.ready)]

    def _beat(self, number: int, at: datetime) -> Heartbeat:
        held = number < self.busy
        return Heartbeat(
            name=f"{self.lane}-{number}@replay",
            lane=self.lane,
            host="replay",
            pid=0,
            state=WorkerState.BUSY if held else WorkerState.POLLING,
            in_hand=int(held),
            rate_per_second=self.rate_per_second,
            started_at=at - timedelta(seconds=self.ages[number]),
            at=at,
        )
