"""A lane's consumers in a replay: workers that start, work, and finish what they hold, and the Lambda consumer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from esteira.core.names import Lane
from esteira.scaling.observation import Heartbeat, WorkerState
from esteira.scaling.what_if.server import Server


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
    timing: Timing
    rate_per_second: float = 0
    """In the present tick."""
    held_each: int = 0
    ages: list[float] = field(default_factory=list)
    draining: list[float] = field(default_factory=list)
    busy: int = 0
    worker_seconds: float = 0
    server: Server = field(default_factory=Server)

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

    def room(self, rate_per_second: float) -> int:
        """Return how many messages may be taken to be worked on in this tick at this rate, and to be held after it."""
        self.rate_per_second = rate_per_second
        return self.server.room(self.ready * rate_per_second * self.timing.tick_seconds, self.ready * self.held_each)

    def pass_tick(self, taken: int, busy_share: float) -> None:
        """Count the time of all workers, and which of them are seen busy with the messages taken."""
        tick = self.timing.tick_seconds
        ended = self.server.take(taken)
        working = ceil(ended / (self.rate_per_second * tick)) if ended else 0
        holding = ceil(self.server.held / self.held_each) if self.held_each else 0
        self.busy = round(min(self.ready, max(working, holding)) * busy_share)
        self.worker_seconds += len(self.ages) * tick + sum(min(left, tick) for left in self.draining)
        self.ages = [age + tick for age in self.ages]
        self.draining = [left - tick for left in self.draining if left > tick]

    def heartbeats(self, at: datetime, rate: float) -> list[Heartbeat]:
        """What the manager would see of the workers that are ready, if it reckoned with this rate of each."""
        return [self._beat(number, at, rate) for number in range(self.ready)]

    def _beat(self, number: int, at: datetime, rate: float) -> Heartbeat:
        held = number < self.busy
        return Heartbeat(
            name=f"{self.lane}-{number}@replay",
            lane=self.lane,
            host="replay",
            pid=0,
            state=WorkerState.BUSY if held else WorkerState.POLLING,
            in_hand=int(held),
            rate_per_second=rate,
            started_at=at - timedelta(seconds=self.ages[number]),
            at=at,
        )
