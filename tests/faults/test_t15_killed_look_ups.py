"""T15: kill -9 of a consumer of look-ups between its effects: each look-up has one result, and none is lost.

`KILLS` is the number of kills for each failpoint, `LOOKUPS` the number of look-ups that each of them meets: a message
that five killed consumers received is a dead letter, as in any queue.
"""

import os
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.conftest import MakeLookUpLane
from tests.faults.figures import log_figures
from tests.harness.child import Child
from tests.harness.look_up_lane import LookUpLane, Terms, cnpjs
from tests.harness.waiting import wait_for

KILLS = int(os.environ.get("KILLS") or 1)
LOOKUPS = int(os.environ.get("LOOKUPS") or 60)
FAILPOINTS = ("lookups.after_claim", "lookups.after_fetch", "cons.after_commit", "cons.before_ack")


def _ended(child: Child) -> bool:
    return not child.running


def kill_at(lane: LookUpLane, failpoint: str, *, after_kill: Callable[[], object] = lambda: None) -> None:
    """Kill a consumer at work on new look-ups, at its second passing of the failpoint or at its first; then others end
    them. Again and again."""
    booked = cnpjs(KILLS * LOOKUPS)
    for number in range(KILLS):
        lane.book(booked[number * LOOKUPS : (number + 1) * LOOKUPS])
        killed = lane.start_poller(ESTEIRA_FAILPOINT=f"{failpoint}:kill@{1 + number % 2}")
        wait_for("the kill", partial(_ended, killed))
        after_kill()
        with lane.pollers(2):
            lane.await_rest()


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_consumer_killed_between_two_effects_loses_and_doubles_no_look_up(
    make_look_up_lane: MakeLookUpLane, failpoint: str
) -> None:
    lane = make_look_up_lane(Terms(visibility_seconds=2))

    kill_at(lane, failpoint)

    tasks = lane.tasks()
    log_figures(lookups=len(tasks), kills=KILLS, tried_again=sum(task.attempts > 1 for task in tasks))
    assert {task.state for task in tasks} == {"succeeded"}
    assert sorted(task.cnpj for task in tasks) == cnpjs(KILLS * LOOKUPS)
    assert lane.dead_letters() == []


def test_a_consumer_killed_after_it_put_tasks_back_leaves_them_to_the_schedule(
    make_look_up_lane: MakeLookUpLane,
) -> None:
    lane = make_look_up_lane(Terms(rate_per_second=20, burst=1, patience_seconds=0, visibility_seconds=2))
    put_back: list[int] = []

    kill_at(lane, "lookups.after_put_back", after_kill=lambda: put_back.append(lane.ring()))

    assert sum(put_back) > 0
    assert {(task.state, task.attempts) for task in lane.tasks()} <= {("succeeded", attempts) for attempts in (1, 2)}
    assert lane.dead_letters() == []
