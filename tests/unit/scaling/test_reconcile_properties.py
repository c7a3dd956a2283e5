"""What is true of every decision of the scaler, whatever happens to its workers and to itself (T26, T28)."""

from collections.abc import Mapping

from esteira.core.names import LANES, Lane
from esteira.scaling.actions import AskToDrain, Kill, ScalerAction, Terminate
from esteira.scaling.observation import WorkerState
from esteira.scaling.reconcile import DRAIN_DEADLINE
from esteira.scaling.worker_state import ScalerMemory
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.unit.scaling.simulation import SimulatedWorker, Simulation

NUMBERS: st.SearchStrategy[dict[Lane, int]] = st.fixed_dictionaries(dict.fromkeys(LANES, st.integers(0, 6)))


@st.composite
def simulations(draw: st.DrawFn) -> Simulation:
    """Workers that do anything, and a plan that may be quite another."""
    simulation = Simulation(planned=draw(NUMBERS))
    for lane in LANES:
        for _ in range(draw(st.integers(0, 6))):
            simulation.add(
                lane,
                state=draw(st.sampled_from([WorkerState.STARTING, WorkerState.IDLE, WorkerState.POLLING])),
                in_hand=draw(st.integers(0, 3)),
                memory_mib=draw(st.sampled_from([100.0, 600.0])),
                asked=draw(st.booleans()),
                alive=draw(st.booleans()),
                hangs=draw(st.booleans()),
            )
    return simulation


@given(simulation=simulations())
def test_the_planned_number_is_reached_whatever_was_there(simulation: Simulation) -> None:
    simulation.run(40)
    for worker in simulation.workers.values():
        worker.in_hand, worker.memory_mib = 0, 100
    simulation.run(80)

    assert simulation.staying() == simulation.planned
    assert {lane: simulation.alive(lane) for lane in simulation.planned} == simulation.planned
    assert simulation.run(10) == []


@given(simulation=simulations())
def test_never_more_than_planned_run_beside_those_that_leave(simulation: Simulation) -> None:
    before = simulation.staying()

    for _ in range(90):
        simulation.step()

        for lane, staying in simulation.staying().items():
            assert staying - _hanging(simulation, lane) <= max(simulation.planned[lane], before[lane])


@given(simulation=simulations(), seconds=st.integers(1, 44))
def test_a_worker_that_beats_keeps_what_it_holds_until_the_drain_deadline(simulation: Simulation, seconds: int) -> None:
    busy = {
        worker.name for worker in simulation.workers.values() if worker.in_hand and worker.alive and not worker.hangs
    }

    simulation.run(seconds)

    assert not busy & _stopped(simulation.actions)
    assert all(simulation.workers[name].alive for name in busy)


@given(simulation=simulations(), planned=NUMBERS)
def test_the_busy_are_asked_only_when_nobody_else_is_left(simulation: Simulation, planned: dict[Lane, int]) -> None:
    simulation.run(100)
    simulation.planned = planned

    asked = {action.name for action in simulation.step() if isinstance(action, AskToDrain)}

    for lane in planned:
        free = [each for each in _here(simulation, lane) if not each.in_hand and each.name not in asked]
        busy_asked = [each for each in _here(simulation, lane) if each.in_hand and each.name in asked]
        assert not (free and busy_asked)


class Mishaps(RuleBasedStateMachine):
    """Workers die and finish, plans change, scaler and Redis are lost; each second is looked at what must not be."""

    def __init__(self) -> None:
        super().__init__()
        self.simulation = Simulation(planned={"orders": 2, "payments": 2})
        self.asked_at: dict[str, int] = {}
        self.second = 0

    @rule(planned=NUMBERS)
    def plan(self, planned: dict[Lane, int]) -> None:
        self.simulation.planned = planned

    @rule(number=st.integers(0, 20), in_hand=st.integers(0, 10))
    def hold(self, number: int, in_hand: int) -> None:
        worker = self._worker(number)
        if worker and not (worker.beat and worker.beat.state is WorkerState.DRAINING):
            worker.in_hand = in_hand

    @rule(number=st.integers(0, 20))
    def finish(self, number: int) -> None:
        if worker := self._worker(number):
            worker.in_hand = 0

    @rule(number=st.integers(0, 20))
    def kill(self, number: int) -> None:
        if worker := self._worker(number):
            worker.alive = False

    @rule()
    def lose_the_scaler(self) -> None:
        self.simulation.memory = ScalerMemory()

    @rule(seconds=st.integers(1, 60))
    def lose_redis(self, seconds: int) -> None:
        self.simulation.lose_redis(seconds)
        self.second += seconds

    @rule(seconds=st.integers(1, 20))
    def go_on(self, seconds: int) -> None:
        for _ in range(seconds):
            before, holding = self.simulation.staying(), self._holding()
            actions = self.simulation.step()
            self._note(actions)
            self._no_busy_one_is_stopped(actions, holding)
            self._not_too_many_run(before)
            self.second += 1

    def teardown(self) -> None:
        for worker in self.simulation.workers.values():
            worker.in_hand = 0
        self.simulation.run(80)
        assert self.simulation.staying() == self.simulation.planned

    def _note(self, actions: tuple[ScalerAction, ...]) -> None:
        for action in actions:
            if isinstance(action, AskToDrain):
                self.asked_at[action.name] = self.second

    def _no_busy_one_is_stopped(self, actions: tuple[ScalerAction, ...], holding: set[str]) -> None:
        stopped = _stopped(actions) & holding
        assert all(self.second - self.asked_at[name] > DRAIN_DEADLINE.total_seconds() for name in stopped)

    def _not_too_many_run(self, before: Mapping[Lane, int]) -> None:
        staying, planned = self.simulation.staying(), self.simulation.planned
        assert all(staying[lane] <= max(planned[lane], before[lane]) for lane in planned)

    def _holding(self) -> set[str]:
        return {worker.name for worker in self.simulation.workers.values() if worker.alive and worker.in_hand}

    def _worker(self, number: int) -> SimulatedWorker | None:
        alive = [worker for worker in self.simulation.workers.values() if worker.alive and worker.beat]
        return alive[number % len(alive)] if alive else None


TestMishaps = Mishaps.TestCase


def _stopped(actions: list[ScalerAction] | tuple[ScalerAction, ...]) -> set[str]:
    return {action.name for action in actions if isinstance(action, Terminate | Kill)}


def _here(simulation: Simulation, lane: Lane) -> list[SimulatedWorker]:
    return [worker for worker in simulation.workers.values() if worker.lane == lane and worker.alive]


def _hanging(simulation: Simulation, lane: Lane) -> int:
    return sum(worker.hangs for worker in _here(simulation, lane))
