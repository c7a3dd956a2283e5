"""A simulation of look-ups, event by event: the real order, pace, circuit breaker and fail-over; only time is made up.

Workers take the best task that is queued and ask the providers as `look_up_company` does; a schedule hands over what is
due once a minute. Times are seconds from the beginning.
"""

import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from esteira.lookups.memory import MemoryTurnLimiter
from esteira.lookups.next_step import Ask, Wait, next_step
from esteira.lookups.ranking import Priority, ranked_at
from esteira.lookups.trials import LookUpFailure, Trial, TrialKind
from esteira.lookups.turns.breaker import Outcome
from esteira.lookups.turns.pace import MICROSECONDS, Pace, Turn

Seconds = float
Steps = Generator[Seconds, None, None]


@dataclass(frozen=True, kw_only=True)
class SimulatedProvider:
    """A provider that answers after `latency_seconds`, but fails for this share of its questions."""

    name: str
    rate_per_second: float
    burst: int = 1
    latency_seconds: float = 0.1
    failing: float = 0.0


@dataclass(frozen=True, kw_only=True, order=True)
class SimulatedTask:
    """A task in the order of work."""

    ranked_at: datetime
    number: int
    in_batch: bool = field(compare=False)


@dataclass
class Simulation:
    """One run. `ends` are those of the batch, in their order; `asked` counts the questions to each provider."""

    start: datetime
    providers: Sequence[SimulatedProvider]
    workers: int
    ageing: timedelta
    patience_seconds: Seconds = 5.0
    seed: int = 1
    ends: list[Seconds] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now: Seconds = 0.0
        self.limiter = MemoryTurnLimiter(lambda: round(self.now * MICROSECONDS))
        self._random = random.Random(self.seed)
        self._numbers = count()
        self._queue: list[SimulatedTask] = []
        self._events: list[tuple[Seconds, int, Steps]] = []
        self._idle = self.workers
        self._open = 0

    def add(self, at: Seconds, priority: Priority, amount: int = 1, *, in_batch: bool = False) -> None:
        """Queue tasks at this time; those of the past have waited until the beginning."""
        self._open += amount if in_batch else 0
        self._at(max(0.0, at), self._queued(at, priority, amount, in_batch))

    def run(self) -> "Simulation":
        """Run until the batch has ended."""
        while self._open:
            self.now, _, steps = heappop(self._events)
            self._continue(steps)
        return self

    def _at(self, at: Seconds, steps: Steps) -> None:
        heappush(self._events, (at, next(self._numbers), steps))

    def _continue(self, steps: Steps) -> None:
        pause = next(steps, None)
        if pause is not None:
            self._at(self.now + pause, steps)

    def _queued(self, at: Seconds, priority: Priority, amount: int, in_batch: bool) -> Steps:
        rank = ranked_at(self.start + timedelta(seconds=at), priority, ageing=self.ageing)
        for _ in range(amount):
            heappush(self._queue, SimulatedTask(ranked_at=rank, number=next(self._numbers), in_batch=in_batch))
        # Nobody begins before all is queued that comes at this time.
        yield 0.0
        self._begin()

    def _begin(self) -> None:
        while self._idle and self._queue:
            self._idle -= 1
            self._at(self.now, self._worked(heappop(self._queue)))

    def _worked(self, task: SimulatedTask) -> Steps:
        retry_seconds = yield from self._looked_up()
        self._idle += 1
        self._begin()
        if retry_seconds:
            yield retry_seconds
            heappush(self._queue, task)
            self._begin()
        elif task.in_batch:
            self.ends.append(self.now)
            self._open -= 1

    def _looked_up(self) -> Generator[Seconds, None, Seconds | None]:
        """Do what `look_up_company` does. Returns after how many seconds it is tried again, or None."""
        trials: list[Trial] = []
        names, waited = [provider.name for provider in self.providers], 0.0
        while True:
            step = next_step(names, trials, waited_seconds=waited, patience_seconds=self.patience_seconds)
            if isinstance(step, Ask):
                trials.append((yield from self._asked(step.provider, waited)))
                waited = trials[-1].after_seconds
            elif isinstance(step, Wait):
                yield step.seconds
                waited += step.seconds
            else:
                return step.retry_after_seconds if isinstance(step, LookUpFailure) else None

    def _asked(self, name: str, waited: Seconds) -> Generator[Seconds, None, Trial]:
        provider = next(each for each in self.providers if each.name == name)
        pace = Pace.of(provider.rate_per_second, provider.burst, ahead_seconds=self.patience_seconds)
        [turn] = self.limiter.take(name, pace, within_seconds=self.patience_seconds - waited)
        if not turn.granted:
            return _refused(name, turn, waited)
        yield turn.wait_seconds
        refusal = None if turn.probe or not turn.wait_seconds else self.limiter.refusal(name)
        if refusal:
            return _refused(name, refusal, waited + turn.wait_seconds)
        yield provider.latency_seconds
        return self._answered(provider, waited + turn.wait_seconds)

    def _answered(self, provider: SimulatedProvider, waited: Seconds) -> Trial:
        failed = self._random.random() < provider.failing
        self.asked[provider.name] = self.asked.get(provider.name, 0) + 1
        self.limiter.settle(provider.name, Outcome.FAILED if failed else Outcome.ANSWERED, provider.latency_seconds)
        kind = TrialKind.DOWN if failed else TrialKind.FOUND
        return Trial(provider=provider.name, kind=kind, after_seconds=waited)


def _refused(name: str, turn: Turn, waited: Seconds) -> Trial:
    kind = TrialKind.SUSPENDED if turn.suspended else TrialKind.BUSY
    return Trial(provider=name, kind=kind, wait_seconds=turn.wait_seconds, after_seconds=waited)
