"""What the scaler does in each situation, and why it says it does."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from esteira.scaling.actions import AskToDrain, Forget, Kill, ScalerAction, StartWorker, Terminate
from esteira.scaling.observation import WorkerState
from esteira.scaling.reconcile import reconcile
from esteira.scaling.worker_state import ObservedState, ScalerMemory

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import beat
from tests.unit.scaling.simulation import LIMITS, Simulation


def names_of(kind: type[ScalerAction], actions: list[ScalerAction]) -> list[str]:
    return [action.name for action in actions if isinstance(action, kind) and not isinstance(action, StartWorker)]


def kinds(actions: Iterable[ScalerAction]) -> list[str]:
    return [type(action).__name__ for action in actions]


def test_what_the_plan_misses_is_started_at_once() -> None:
    simulation = Simulation(planned={"orders": 2, "payments": 1})

    actions = simulation.step()

    assert [(action.lane, action.reason) for action in actions if isinstance(action, StartWorker)] == [
        ("orders", "0 of 2 planned workers are there. So many are needed."),
        ("orders", "0 of 2 planned workers are there. So many are needed."),
        ("payments", "0 of 1 planned workers are there. So many are needed."),
    ]
    assert simulation.run(30) == []


def test_a_worker_that_has_just_started_counts_before_it_beats() -> None:
    simulation = Simulation(planned={"orders": 1})
    simulation.step()

    assert simulation.run(2) == []
    assert simulation.alive() == 1


def test_whoever_is_too_many_is_asked_idle_before_polling_before_busy() -> None:
    simulation = Simulation(planned={"orders": 4})
    busy = simulation.add(in_hand=10)
    polling = simulation.add(state=WorkerState.POLLING)
    idle = simulation.add()
    asked = []

    for planned in (2, 1, 0):
        simulation.planned["orders"] = planned
        asked += names_of(AskToDrain, [*simulation.step()])

    assert asked == [idle.name, polling.name, busy.name]


def test_of_equals_the_youngest_is_asked_and_before_them_whoever_is_too_large() -> None:
    simulation = Simulation(planned={"orders": 3})
    simulation.add()
    young = simulation.add(started_at=simulation.now - timedelta(minutes=1))
    large = simulation.add(memory_mib=600, in_hand=5)
    simulation.run(11)

    simulation.planned["orders"] = 1
    asked = names_of(AskToDrain, [*simulation.step()])

    assert asked == [large.name, young.name]


def test_whoever_holds_messages_is_busy_whatever_it_says_it_does() -> None:
    simulation = Simulation(planned={"orders": 1})
    observed = ObservedState(
        beats=[
            beat("a", state=WorkerState.IDLE, in_hand=1),
            beat("b", state=WorkerState.POLLING, started_at=READ_AT - timedelta(days=1)),
        ]
    )

    actions = reconcile(simulation.plan(), observed, LIMITS, ScalerMemory(), READ_AT).actions

    assert names_of(AskToDrain, [*actions]) == ["b"]


def test_a_worker_ends_when_it_has_finished_what_it_holds() -> None:
    simulation = Simulation(planned={"orders": 0})
    worker = simulation.add(in_hand=10)
    while_busy = simulation.run(20)

    worker.in_hand = 0
    simulation.forward(1)
    afterwards = simulation.run(3)

    assert kinds(while_busy) == ["AskToDrain"]
    assert [(type(action), getattr(action, "reason", "")) for action in afterwards] == [
        (Terminate, "It has drained."),
        (Forget, "Its process 7 is gone."),
    ]


def test_a_worker_that_never_finishes_is_told_to_end_after_45_s_and_killed_10_s_later() -> None:
    simulation = Simulation(planned={"orders": 0})
    simulation.add(in_hand=10)
    simulation.add(in_hand=10, name="stubborn")
    asked = simulation.step()
    simulation.workers["stubborn"].hangs = True

    early, late = simulation.run(14), simulation.run(60)

    assert len(asked) == 2
    assert early == []
    assert names_of(Terminate, late) == ["stubborn", "orders-001@here"]
    assert names_of(Kill, late) == ["stubborn"]
    assert simulation.workers == {}


def test_a_worker_that_has_not_heard_the_question_is_asked_again_and_has_its_time_from_then_on() -> None:
    simulation = Simulation(planned={"orders": 0})
    worker = simulation.add(in_hand=10)
    simulation.step()
    worker.asked = False

    again = simulation.run(7)
    later = simulation.run(44)

    assert [action.reason for action in again] == ["It was asked 6 s ago and has not heard it."]
    assert later == []


def test_a_worker_whose_process_is_gone_is_replaced_at_once() -> None:
    simulation = Simulation(planned={"orders": 2})
    dead = simulation.add()
    simulation.add()
    simulation.step()
    dead.alive = False

    actions = simulation.step()

    assert actions == (
        Forget(name=dead.name, lane="orders", reason="Its process 7 is gone."),
        StartWorker(lane="orders", replaces=dead.name, reason="Its process 7 is gone."),
    )


def test_a_worker_that_is_silent_for_15_s_is_replaced_and_told_to_end() -> None:
    simulation = Simulation(planned={"orders": 1})
    silent = simulation.add()
    simulation.run(5)
    silent.hangs = True

    before, then = simulation.run(15), simulation.run(15)

    assert before == []
    assert then[:2] == [
        Terminate(name=silent.name, lane="orders", reason="It has been silent for 16 s."),
        StartWorker(lane="orders", replaces=silent.name, reason="It has been silent for 16 s."),
    ]
    assert names_of(Kill, then) == [silent.name]


def test_a_worker_that_never_beats_is_replaced_after_20_s() -> None:
    simulation = Simulation(planned={"orders": 1})
    simulation.add(hangs=True, started_at=simulation.now, beat=None)

    assert simulation.run(20) == []
    assert kinds(simulation.run(2)) == ["Terminate", "StartWorker"]


def test_a_worker_of_another_host_is_forgotten_and_replaced_when_it_is_silent() -> None:
    now, listened = READ_AT, ScalerMemory(last_pass_at=READ_AT, observing_since=READ_AT - timedelta(minutes=1))
    simulation = Simulation(planned={"orders": 1})
    observed = ObservedState(beats=[beat("elsewhere", at=now - timedelta(seconds=16))])

    actions = reconcile(simulation.plan(), observed, LIMITS, listened, now).actions

    assert kinds(actions) == ["Forget", "StartWorker"]


def test_a_silence_that_the_scaler_could_not_hear_is_no_silence() -> None:
    simulation = Simulation(planned={"orders": 3})
    for _ in range(3):
        simulation.add()
    simulation.step()

    simulation.lose_redis(120)

    assert simulation.step() == ()


def test_emptied_heartbeats_are_no_silence_either() -> None:
    simulation = Simulation(planned={"orders": 1})
    worker = simulation.add()
    simulation.run(20)

    worker.beat = None
    actions = reconcile(simulation.plan(), simulation.observed(), LIMITS, simulation.memory, simulation.now).actions

    assert actions == ()


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [("memory_mib", 600, "600 MiB of memory (limit 512 MiB)"), ("cpu_percent", 190, "190 % CPU (limit 150 %)")],
)
def test_a_worker_that_has_outgrown_its_limit_for_a_while_is_drained_and_replaced(
    trait: str, value: int, words: str
) -> None:
    simulation = Simulation(planned={"orders": 1})
    large = simulation.add()
    setattr(large, trait, value)
    large.live(simulation.now)

    before, then = simulation.run(10), simulation.run(2)

    assert before == []
    assert then[:2] == [
        AskToDrain(name=large.name, lane="orders", reason=f"It has had {words} for 11 s."),
        StartWorker(lane="orders", replaces=large.name, reason=f"It has had {words} for 11 s."),
    ]


def test_a_peak_is_no_reason() -> None:
    simulation = Simulation(planned={"orders": 1})
    worker = simulation.add(memory_mib=600)
    simulation.run(9)

    worker.memory_mib = 100
    simulation.forward(1)

    assert simulation.run(30) == []


def test_outgrown_workers_go_one_after_the_other() -> None:
    simulation = Simulation(planned={"orders": 3})
    for _ in range(3):
        simulation.add(memory_mib=600)

    at_work = [_at_work(simulation) for _ in range(60) for _ in [simulation.step()]]

    assert min(at_work) == 2
    assert len(names_of(AskToDrain, simulation.actions)) == 3


def test_a_worker_that_leaves_unasked_has_a_successor() -> None:
    simulation = Simulation(planned={"orders": 1})
    simulation.add(asked=True)

    actions = simulation.step()

    assert kinds(actions) == ["Terminate", "StartWorker"]


def test_what_cannot_live_is_tried_ever_more_slowly() -> None:
    simulation = Simulation(planned={"orders": 1}, fails_to_start=True)

    simulation.run(120)
    tries = len([action for action in simulation.actions if isinstance(action, StartWorker)])
    simulation.fails_to_start = False
    simulation.run(60)

    assert 5 <= tries <= 12
    assert simulation.alive() == 1
    assert simulation.memory.start_failures == {}


def test_without_a_plan_nobody_comes_and_nobody_goes() -> None:
    simulation = Simulation(planned={"orders": 0})
    simulation.add()

    assert reconcile(None, simulation.observed(), LIMITS, ScalerMemory(), simulation.now).actions == ()


def test_a_scaler_that_starts_anew_goes_on_where_the_last_one_was() -> None:
    simulation = Simulation(planned={"orders": 1})
    simulation.add()
    draining = simulation.add(in_hand=5)
    simulation.planned["orders"] = 1
    draining.asked = True
    simulation.forward(1)

    simulation.memory = ScalerMemory()
    actions = simulation.run(30)

    assert actions == []
    assert simulation.staying() == {"orders": 1}


def _at_work(simulation: Simulation) -> int:
    return sum(worker.beat is not None and not worker.asked for worker in simulation.workers.values())
