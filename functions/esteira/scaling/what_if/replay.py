"""Replays a load through `make_plan` and returns what messages would have waited and workers would have cost.

Deterministic: the arrivals of a step come evenly over its ticks, every worker of a lane has the lane's rate, and so has
its Lambda consumer. An attempt that fails is a message of its own, which arrives when it failed. Rates are the measured
ones, until more consumers work at once than the host has CPU for: then they share it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate
from math import ceil

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion
from esteira.scaling.make_plan import make_plan
from esteira.scaling.observation import LaneObservation, Observation
from esteira.scaling.plan import LanePlan, Plan, Rule
from esteira.scaling.what_if.crew import Crew, Timing
from esteira.scaling.what_if.load import LaneLoad, Load, at_step
from esteira.scaling.what_if.outcome import LaneOutcome, Outcome
from esteira.scaling.what_if.server import Server
from esteira.scaling.what_if.waiting import Queue, waiting_of

STANDARD = Timing()
IDLE = LaneLoad(arrivals=())


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
    waiting = waiting_of([each.queue for each in lanes.values()])
    return Outcome(lanes={lane: each.outcome() for lane, each in lanes.items()}, waiting=waiting)


@dataclass(kw_only=True)
class _ReplayedLane:
    load: LaneLoad
    crew: Crew
    arrived: Sequence[int]
    """By the beginning of each step, in total."""
    queue: Queue = field(default_factory=Queue)
    function: Server = field(default_factory=Server)
    rules: Counter[Rule] = field(default_factory=Counter)
    rules_waited: Counter[Rule] = field(default_factory=Counter)
    """Only of the ticks at which messages waited."""
    changes: int = 0

    def outcome(self) -> LaneOutcome:
        return LaneOutcome(
            waiting=waiting_of([self.queue]),
            worker_minutes=self.crew.worker_seconds / 60,
            changes=self.changes,
            rules=dict(self.rules_waited or self.rules),
            left=self.queue.length,
        )

    def arrive(self, elapsed: float, tick: float, step: float) -> None:
        """Add what arrives in the tick that begins now: the growth of the running total."""
        self.queue.add(elapsed, self._arrived(elapsed + tick, step) - self._arrived(elapsed, step))

    def _arrived(self, until: float, step: float) -> int:
        whole = int(until // step)
        if whole >= len(self.load.arrivals):
            return self.arrived[-1]
        return self.arrived[whole] + int(self.load.arrivals[whole] * (until / step - whole))

    def seen_rate(self, step: int) -> float:
        """The rate of one worker that the manager reckons with."""
        return at_step(self.load.seen_rates or self.load.rates, step)

    def follow(self, part: LanePlan) -> None:
        """Have as many workers as the plan says."""
        self.changes += bool(self.rules) and part.workers != len(self.crew.ages)
        self.rules[part.rule] += 1
        if self.queue.length:
            self.rules_waited[part.rule] += 1
        self.crew.resize(part.workers)

    def consumers(self, part: LanePlan, step: int) -> int:
        """How many consumers work in this tick."""
        function = int(part.functions and at_step(self.load.function_rates, step) > 0)
        return self.crew.ready + function if part.receiving and self.queue.length else self.crew.busy

    def work(self, part: LanePlan, elapsed: float, step: int, share: float) -> None:
        """Work for one tick at this share of the full rates. Workers and function divide a short queue by room."""
        tick = self.crew.timing.tick_seconds
        workers = self.crew.room(at_step(self.load.rates, step) * share)
        function = self._function_room(at_step(self.load.function_rates, step) * share * tick) if part.functions else 0
        room = workers + function if part.receiving else 0
        taken = self.queue.take(elapsed, room)
        by_function = round(taken * function / room) if room else 0
        self.function.take(by_function)
        self.crew.pass_tick(taken - by_function, at_step(self.load.busy_shares, step))
        self.queue.pass_time(tick)

    def _function_room(self, capacity: float) -> int:
        return self.function.room(capacity, self.load.function_holds if capacity else 0)


def _lane(lane: Lane, load: LaneLoad, timing: Timing) -> _ReplayedLane:
    crew = Crew(lane=lane, timing=timing, held_each=load.worker_holds)
    crew.ages = [timing.start_seconds] * load.workers
    replayed = _ReplayedLane(load=load, crew=crew, arrived=[0, *accumulate(load.arrivals)])
    replayed.queue.add(0, load.backlog)
    replayed.crew.server.held, replayed.function.held = load.worker_held, load.function_held
    return replayed


def _tick(
    version: ConfigVersion, load: Load, lanes: Mapping[Lane, _ReplayedLane], before: Plan | None, elapsed: float
) -> Plan:
    at, step = load.since + timedelta(seconds=elapsed), load.step(elapsed)
    seen = {
        lane: LaneObservation(backlog=each.queue.length, workers=each.crew.heartbeats(at, each.seen_rate(step)))
        for lane, each in lanes.items()
    }
    plan = make_plan(version, Observation(at=at, lanes=seen, host=load.host(elapsed)), before)
    for lane, each in lanes.items():
        each.follow(plan.lanes[lane])
        # After the plan: the manager cannot see what arrives until its next tick, while idle workers take it at once.
        each.arrive(elapsed, each.crew.timing.tick_seconds, load.step_seconds)
    share = _share(load, sum(each.consumers(plan.lanes[lane], step) for lane, each in lanes.items()))
    for lane, each in lanes.items():
        each.work(plan.lanes[lane], elapsed, step, share)
    return plan


def _share(load: Load, consumers: int) -> float:
    """The part of its rate that each of so many consumers has on this host."""
    return min(1.0, load.full_at / consumers) if load.full_at and consumers else 1.0
