"""What the scaler does in each situation, and why it says it does."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from esteira.domain.flow.actions import AskToDrain, Forget, Kill, ScalerAction, StartWorker, Terminate
from esteira.domain.flow.observation import WorkerState
from esteira.domain.flow.reconcile import reconcile
from esteira.domain.flow.worker_state import ObservedState, ScalerMemory

from tests.making import READ_AT
from tests.unit.flow.observing import beat
from tests.unit.flow.world import LIMITS, World


def names_of(kind: type[ScalerAction], actions: list[ScalerAction]) -> list[str]:
    return [action.name for action in actions if isinstance(action, kind) and not isinstance(action, StartWorker)]


def kinds(actions: Iterable[ScalerAction]) -> list[str]:
    return [type(action).__name__ for action in actions]


def test_what_the_plan_misses_is_started_at_once() -> None:
    world = World(planned={"orders": 2, "payments": 1})

    actions = world.step()

    assert [(action.lane, action.reason) for action in actions if isinstance(action, StartWorker)] == [
        ("orders", "0 of 2 planned workers are there. So many are needed."),
        ("orders", "0 of 2 planned workers are there. So many are needed."),
        ("payments", "0 of 1 planned workers are there. So many are needed."),
    ]
    assert world.run(30) == []


def test_a_worker_that_has_just_started_counts_before_it_beats() -> None:
    world = World(planned={"orders": 1})
    world.step()

    assert world.run(2) == []
    assert world.alive() == 1


def test_whoever_is_too_many_is_asked_idle_before_polling_before_busy() -> None:
    world = World(planned={"orders": 4})
    busy = world.add(in_hand=10)
    polling = world.add(state=WorkerState.POLLING)
    idle = world.add()
    asked = []

    for planned in (2, 1, 0):
        world.planned["orders"] = planned
        asked += names_of(AskToDrain, [*world.step()])

    assert asked == [idle.name, polling.name, busy.name]


def test_of_equals_the_youngest_is_asked_and_before_them_whoever_is_too_large() -> None:
    world = World(planned={"orders": 3})
    world.add()
    young = world.add(started_at=world.now - timedelta(minutes=1))
    large = world.add(memory_mib=600, in_hand=5)
    world.run(11)

    world.planned["orders"] = 1
    asked = names_of(AskToDrain, [*world.step()])

    assert asked == [large.name, young.name]


def test_whoever_holds_messages_is_busy_whatever_it_says_it_does() -> None:
    world = World(planned={"orders": 1})
    observed = ObservedState(
        beats=[
            beat("a", state=WorkerState.IDLE, in_hand=1),
            beat("b", state=WorkerState.POLLING, started_at=READ_AT - timedelta(days=1)),
        ]
    )

    actions = reconcile(world.plan(), observed, LIMITS, ScalerMemory(), READ_AT).actions

    assert names_of(AskToDrain, [*actions]) == ["b"]


def test_a_worker_ends_when_it_has_finished_what_it_holds() -> None:
    world = World(planned={"orders": 0})
    worker = world.add(in_hand=10)
    while_busy = world.run(20)

    worker.in_hand = 0
    world.forward(1)
    afterwards = world.run(3)

    assert kinds(while_busy) == ["AskToDrain"]
    assert [(type(action), getattr(action, "reason", "")) for action in afterwards] == [
        (Terminate, "It has drained."),
        (Forget, "Its process 7 is gone."),
    ]


def test_a_worker_that_never_finishes_is_told_to_end_after_45_s_and_killed_10_s_later() -> None:
    world = World(planned={"orders": 0})
    world.add(in_hand=10)
    world.add(in_hand=10, name="stubborn")
    asked = world.step()
    world.workers["stubborn"].hangs = True

    early, late = world.run(14), world.run(60)

    assert len(asked) == 2
    assert early == []
    assert names_of(Terminate, late) == ["stubborn", "orders-001@here"]
    assert names_of(Kill, late) == ["stubborn"]
    assert world.workers == {}


def test_a_worker_that_has_not_heard_the_question_is_asked_again_and_has_its_time_from_then_on() -> None:
    world = World(planned={"orders": 0})
    worker = world.add(in_hand=10)
    world.step()
    worker.asked = False

    again = world.run(7)
    later = world.run(44)

    assert [action.reason for action in again] == ["It was asked 6 s ago and has not heard it."]
    assert later == []


def test_a_worker_whose_process_is_gone_is_replaced_at_once() -> None:
    world = World(planned={"orders": 2})
    dead = world.add()
    world.add()
    world.step()
    dead.alive = False

    actions = world.step()

    assert actions == (
        Forget(name=dead.name, lane="orders", reason="Its process 7 is gone."),
        StartWorker(lane="orders", replaces=dead.name, reason="Its process 7 is gone."),
    )


def test_a_worker_that_is_silent_for_15_s_is_replaced_and_told_to_end() -> None:
    world = World(planned={"orders": 1})
    silent = world.add()
    world.run(5)
    silent.hangs = True

    before, then = world.run(15), world.run(15)

    assert before == []
    assert then[:2] == [
        Terminate(name=silent.name, lane="orders", reason="It has been silent for 16 s."),
        StartWorker(lane="orders", replaces=silent.name, reason="It has been silent for 16 s."),
    ]
    assert names_of(Kill, then) == [silent.name]


def test_a_worker_that_never_beats_is_replaced_after_20_s() -> None:
    world = World(planned={"orders": 1})
    world.add(hangs=True, started_at=world.now, beat=None)

    assert world.run(20) == []
    assert kinds(world.run(2)) == ["Terminate", "StartWorker"]


def test_a_worker_of_another_host_is_forgotten_and_replaced_when_it_is_silent() -> None:
    now, listened = READ_AT, ScalerMemory(last_pass_at=READ_AT, observing_since=READ_AT - timedelta(minutes=1))
    world = World(planned={"orders": 1})
    observed = ObservedState(beats=[beat("elsewhere", at=now - timedelta(seconds=16))])

    actions = reconcile(world.plan(), observed, LIMITS, listened, now).actions

    assert kinds(actions) == ["Forget", "StartWorker"]


def test_a_silence_that_the_scaler_could_not_hear_is_no_silence() -> None:
    world = World(planned={"orders": 3})
    for _ in range(3):
        world.add()
    world.step()

    world.lose_redis(120)

    assert world.step() == ()


def test_emptied_heartbeats_are_no_silence_either() -> None:
    world = World(planned={"orders": 1})
    worker = world.add()
    world.run(20)

    worker.beat = None
    actions = reconcile(world.plan(), world.observed(), LIMITS, world.memory, world.now).actions

    assert actions == ()


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [("memory_mib", 600, "600 MiB of memory (limit 512 MiB)"), ("cpu_percent", 190, "190 % CPU (limit 150 %)")],
)
def test_a_worker_that_has_outgrown_its_limit_for_a_while_is_drained_and_replaced(
    trait: str, value: int, words: str
) -> None:
    world = World(planned={"orders": 1})
    large = world.add()
    setattr(large, trait, value)
    large.live(world.now)

    before, then = world.run(10), world.run(2)

    assert before == []
    assert then[:2] == [
        AskToDrain(name=large.name, lane="orders", reason=f"It has had {words} for 11 s."),
        StartWorker(lane="orders", replaces=large.name, reason=f"It has had {words} for 11 s."),
    ]


def test_a_peak_is_no_reason() -> None:
    world = World(planned={"orders": 1})
    worker = world.add(memory_mib=600)
    world.run(9)

    worker.memory_mib = 100
    world.forward(1)

    assert world.run(30) == []


def test_outgrown_workers_go_one_after_the_other() -> None:
    world = World(planned={"orders": 3})
    for _ in range(3):
        world.add(memory_mib=600)

    at_work = [_at_work(world) for _ in range(60) for _ in [world.step()]]

    assert min(at_work) == 2
    assert len(names_of(AskToDrain, world.actions)) == 3


def test_a_worker_that_leaves_unasked_has_a_successor() -> None:
    world = World(planned={"orders": 1})
    world.add(asked=True)

    actions = world.step()

    assert kinds(actions) == ["Terminate", "StartWorker"]


def test_what_cannot_live_is_tried_ever_more_slowly() -> None:
    world = World(planned={"orders": 1}, fails_to_start=True)

    world.run(120)
    tries = len([action for action in world.actions if isinstance(action, StartWorker)])
    world.fails_to_start = False
    world.run(60)

    assert 5 <= tries <= 12
    assert world.alive() == 1
    assert world.memory.start_failures == {}


def test_without_a_plan_nobody_comes_and_nobody_goes() -> None:
    world = World(planned={"orders": 0})
    world.add()

    assert reconcile(None, world.observed(), LIMITS, ScalerMemory(), world.now).actions == ()


def test_a_scaler_that_starts_anew_goes_on_where_the_last_one_was() -> None:
    world = World(planned={"orders": 1})
    world.add()
    draining = world.add(in_hand=5)
    world.planned["orders"] = 1
    draining.asked = True
    world.forward(1)

    world.memory = ScalerMemory()
    actions = world.run(30)

    assert actions == []
    assert world.staying() == {"orders": 1}


def _at_work(world: World) -> int:
    return sum(worker.beat is not None and not worker.asked for worker in world.workers.values())
