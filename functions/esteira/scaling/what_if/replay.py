"""Replays a load through `make_plan` and returns what messages would have waited and workers would have cost.

Deterministic: the arrivals of a step come evenly over its ticks, and every worker of a lane has the lane's rate. It
knows neither retries nor Lambda consumers, and the host's load is the given one however many workers run.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import LaneObservation, Observation
from esteira.scaling.plan import Plan, Rule
from esteira.scaling.what_if.crew import Crew, Timing
from esteira.scaling.what_if.load import LaneLoad, Load
from esteira.scaling.what_if.waiting import Queue, Waiting, waiting_of

STANDARD = Timing()
IDLE = LaneLoad(arrivals=())


@dataclass(frozen=True, kw_only=True)
class LaneOutcome:
    """One lane: waiting, worker minutes, changes of its planned number, ticks that each rule decided, what is left."""

    waiting: Waiting
    worker_minutes: float
    changes: int
    rules: Mapping[Rule, int]
    left: int
    """Messages that still wait at the end. They are not part of `waiting`."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All lanes, and all together."""

    lanes: Mapping[Lane, LaneOutcome]
    waiting: Waiting

    @property
    def worker_minutes(self) -> float:
        """Of all lanes."""
        return sum(lane.worker_minutes for lane in self.lanes.values())

    @property
    def binding_rule(self) -> Rule | None:
        """The rule that decided most ticks, over all lanes; None for a load without ticks."""
        ticks = sum((Counter(lane.rules) for lane in self.lanes.values()), Counter[Rule]())
        return max(ticks, key=lambda rule: (ticks[rule], rule), default=None)


def replay(version: ConfigVersion, load: Load, timing: Timing = STANDARD) -> Outcome:
    """Return what this load would have led to under this configuration.

    A configured lane without a load is idle, and its minimum of workers counts. A lane of the load that the
    configuration does not have is left out: nobody would have worked for it.
    """
    planned = version.configuration.lanes
    lanes = {lane: _lane(lane, load.lanes.get(lane, IDLE), timing) for lane in planned}
    plan: Plan | None = None
    for number in range(ceil(load.seconds / timing.tick_seconds)):
        plan = _tick(version, load, lanes, plan, number * timing.tick_seconds)
    taken = [group for lane in lanes.values() for group in lane.queue.taken]
    return Outcome(lanes={lane: each.outcome() for lane, each in lanes.items()}, waiting=waiting_of(taken))


@dataclass(kw_only=True)
class _ReplayedLane:
    load: LaneLoad
    queue: Queue
    crew: Crew
    rules: Counter[Rule] = field(default_factory=Counter)
    changes: int = 0

    def outcome(self) -> LaneOutcome:
        return LaneOutcome(
            waiting=waiting_of(self.queue.taken),
            worker_minutes=self.crew.worker_seconds / 60,
            changes=self.changes,
            rules=dict(self.rules),
            left=self.queue.length,
        )

    def arrive(self, elapsed: float, tick: float, step: float) -> None:
        """Add what arrives in the tick that begins now: the growth of the running total."""
        self.queue.add(elapsed, self._arrived(elapsed + tick, step) - self._arrived(elapsed, step))

    def _arrived(self, until: float, step: float) -> int:
        whole = int(until // step)
        part = self.load.arrivals[whole] * (until / step - whole) if whole < len(self.load.arrivals) else 0
        return sum(self.load.arrivals[:whole]) + int(part)

    def work(self, plan: Plan, elapsed: float) -> None:
        """Follow the plan for one tick."""
        part = plan.lanes[self.crew.lane]
        self.rules[part.rule] += 1
        self.changes += part.workers != len(self.crew.ages)
        self.crew.resize(part.workers)
        room = self.crew.capacity() if part.receiving else 0
        self.crew.pass_tick(self.queue.take(elapsed, room))


def _lane(lane: Lane, load: LaneLoad, timing: Timing) -> _ReplayedLane:
    crew = Crew(lane=lane, rate_per_second=load.rate_per_second, timing=timing)
    crew.ages = [timing.start_seconds] * load.workers
    queue = Queue()
    queue.add(0, load.backlog)
    return _ReplayedLane(load=load, queue=queue, crew=crew)


def _tick(
    version: ConfigVersion, load: Load, lanes: Mapping[Lane, _ReplayedLane], before: Plan | None, elapsed: float
) -> Plan:
    at = load.since + timedelta(seconds=elapsed)
    seen = {
        lane: LaneObservation(backlog=each.queue.length, workers=each.crew.heartbeats(at))
        for lane, each in lanes.items()
    }
    plan = make_plan(version, Observation(at=at, lanes=seen, host=load.host), before)
    for each in lanes.values():
        # After the plan: the manager cannot see what arrives until its next tick, while idle workers take it at once.
        each.arrive(elapsed, each.crew.timing.tick_seconds, load.step_seconds)
        each.work(plan, elapsed)
    return plan
