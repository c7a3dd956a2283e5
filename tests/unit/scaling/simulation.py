"""A simulated host with workers, on which the scaler's decisions are carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from esteira.core.names import Lane
from esteira.scaling.actions import AskToDrain, Forget, Kill, ScalerAction, StartWorker, Terminate
from esteira.scaling.config import WorkerLimits
from esteira.scaling.observation import Heartbeat, WorkerState
from esteira.scaling.plan import LanePlan, Plan, Rule
from esteira.scaling.reconcile import reconcile
from esteira.scaling.worker_state import ObservedState, OwnProcess, ScalerMemory

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import seen

BOOT = timedelta(seconds=3)
LIMITS = WorkerLimits(max_memory_mib=512, max_cpu_percent=150)


@dataclass(kw_only=True)
class SimulatedWorker:
    """A simulated worker. It follows requests and signals unless `hangs` is set."""

    name: str
    lane: Lane
    started_at: datetime
    alive: bool = True
    asked: bool = False
    in_hand: int = 0
    state: WorkerState = WorkerState.IDLE
    memory_mib: float = 100
    cpu_percent: float = 10
    hangs: bool = False
    """It neither sends heartbeats nor ends on SIGTERM."""
    fails_to_start: bool = False
    beat: Heartbeat | None = None

    def live(self, now: datetime) -> None:
        """Simulates one second."""
        if self.fails_to_start:
            self.alive = False
        if not self.alive or self.hangs or now - self.started_at < BOOT:
            return
        state = WorkerState.DRAINING if self.asked else WorkerState.BUSY if self.in_hand else self.state
        self.beat = Heartbeat(
            name=self.name,
            lane=self.lane,
            host="here",
            pid=7,
            state=state,
            in_hand=self.in_hand,
            memory_mib=self.memory_mib,
            cpu_percent=self.cpu_percent,
            started_at=self.started_at,
            at=now,
        )


@dataclass(kw_only=True)
class Simulation:
    """Workers by name, the scaler's memory, and all its actions."""

    planned: dict[Lane, int]
    now: datetime = READ_AT
    workers: dict[str, SimulatedWorker] = field(default_factory=dict)
    memory: ScalerMemory = field(default_factory=ScalerMemory)
    actions: list[ScalerAction] = field(default_factory=list)
    fails_to_start: bool = False
    """Whether workers that are started from now on end before their first heartbeat."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add(self, lane: Lane = "orders", **attributes: object) -> SimulatedWorker:
        """A worker that has run for an hour, with these attributes changed."""
        worker = SimulatedWorker(
            name=f"{lane}-{next(self._numbers):03}@here", lane=lane, started_at=self.now - timedelta(hours=1)
        )
        for name, value in attributes.items():
            setattr(worker, name, value)
        worker.live(self.now)
        self.workers[worker.name] = worker
        return worker

    def step(self) -> tuple[ScalerAction, ...]:
        """One pass of the scaler with its actions carried out, and then one second."""
        decision = reconcile(self.plan(), self.observed(), LIMITS, self.memory, self.now)
        self.memory = decision.memory
        self.actions += decision.actions
        for action in decision.actions:
            self._carry_out(action)
        self.forward(1)
        return decision.actions

    def run(self, seconds: int) -> list[ScalerAction]:
        """One pass per second; returns all actions."""
        return [action for _ in range(seconds) for action in self.step()]

    def forward(self, seconds: int) -> None:
        """Simulates seconds without a pass."""
        for _ in range(seconds):
            self.now += timedelta(seconds=1)
            for worker in self.workers.values():
                worker.live(self.now)

    def lose_redis(self, seconds: int) -> None:
        """Without Redis: no heartbeat and no pass for so long. Afterwards the last heartbeats are those from before."""
        kept = {name: worker.beat for name, worker in self.workers.items()}
        self.forward(seconds)
        for name, worker in self.workers.items():
            worker.beat = kept[name]

    def plan(self) -> Plan:
        """The plan with the numbers in `planned`."""
        lanes = {lane: lane_plan(workers) for lane, workers in self.planned.items()}
        return Plan(at=self.now, version=0, lanes=lanes, observation=seen())

    def observed(self) -> ObservedState:
        """What the scaler observes."""
        return ObservedState(
            processes=[
                OwnProcess(name=each.name, lane=each.lane, pid=7, alive=each.alive, started_at=each.started_at)
                for each in self.workers.values()
            ],
            beats=[each.beat for each in self.workers.values() if each.beat],
        )

    def alive(self, lane: Lane = "orders") -> int:
        """The number of processes that run."""
        return sum(worker.alive and worker.lane == lane for worker in self.workers.values())

    def staying(self) -> Mapping[Lane, int]:
        """The number of running workers per lane that were not asked to drain."""
        return {
            lane: sum(each.alive and not each.asked and each.lane == lane for each in self.workers.values())
            for lane in self.planned
        }

    def _carry_out(self, action: ScalerAction) -> None:
        match action:
            case StartWorker(lane=lane):
                self.add(lane, started_at=self.now, fails_to_start=self.fails_to_start, beat=None)
            case AskToDrain(name=name):
                self.workers[name].asked = True
            case Terminate(name=name):
                self.workers[name].alive = self.workers[name].hangs
            case Kill(name=name):
                self.workers[name].alive = False
            case Forget(name=name):
                del self.workers[name]


def lane_plan(workers: int) -> LanePlan:
    """A lane's plan with a number and a reason."""
    return LanePlan(
        needed=workers,
        workers=workers,
        concurrency=2,
        receiving=True,
        rule=Rule.NEED,
        reason="So many are needed.",
        changed_at=READ_AT,
    )
