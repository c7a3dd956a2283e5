"""Many look-ups through the real lane: their order, the limit of the providers, and fail-over.

`LOOKUPS` is the number of look-ups, `RATE` the questions a second that a provider allows, and `OUTAGE_SECONDS` how long
the first provider is down at least.
"""

import os
from time import monotonic

from esteira.core.messages import MAX_RECEIVES
from esteira.lookups.lookups_consumer import BATCH_MESSAGES
from esteira.lookups.ranking import Priority

from tests.faults.conftest import MakeLookUpLane
from tests.faults.figures import log_figures
from tests.harness.look_up_lane import Task, Terms, cnpjs
from tests.harness.waiting import wait_for

LOOKUPS = int(os.environ.get("LOOKUPS") or 240)
RATE = float(os.environ.get("RATE") or 50)
OUTAGE_SECONDS = float(os.environ.get("OUTAGE_SECONDS") or 0)
BURST = 10
CONSUMERS = 2
PATIENT = 60.0 - 20.0
"""As long as settings allow: a look-up then waits for its turn rather than ask the next provider."""


def places(tasks: list[Task]) -> list[int]:
    """Return by how many places each task, in the order of work, was started too early or too late."""
    started = sorted(tasks, key=lambda task: (task.started_at, task.ranked_at))
    place = {task.id: number for number, task in enumerate(started)}
    return [abs(place[task.id] - number) for number, task in enumerate(tasks)]


def asked_per_second(tasks: list[Task]) -> float:
    """Return the questions a second between the first and the last end, beside the burst.

    Those that were under way at the first end may have been asked before it.
    """
    ends = sorted(task.finished_at for task in tasks if task.finished_at)
    asked = len(ends) - BURST - CONSUMERS * BATCH_MESSAGES
    return asked / max((ends[-1] - ends[0]).total_seconds(), 0.001)


def test_look_ups_are_begun_by_priority_within_the_providers_limit(make_look_up_lane: MakeLookUpLane) -> None:
    lane = make_look_up_lane(Terms(rate_per_second=RATE, burst=BURST, patience_seconds=PATIENT))
    lane.book(cnpjs(LOOKUPS), priorities=(Priority.LOW, Priority.NORMAL, Priority.HIGH))

    with lane.pollers(CONSUMERS):
        lane.await_rest()

    tasks = lane.tasks()
    worst = max(places(tasks))
    log_figures(
        lookups=LOOKUPS,
        worst_place=worst,
        asked_per_1000_seconds=round(1000 * asked_per_second(tasks)),
        rate=round(RATE),
    )
    assert {task.state for task in tasks} == {"succeeded"}
    assert {task.attempts for task in tasks} == {1}
    assert worst <= CONSUMERS * BATCH_MESSAGES
    assert asked_per_second(tasks) <= 1.02 * RATE
    assert sum(lane.provider.asked().values()) >= LOOKUPS


def test_while_the_first_provider_is_down_the_second_answers_and_nothing_is_lost(
    make_look_up_lane: MakeLookUpLane,
) -> None:
    lane = make_look_up_lane(Terms(rate_per_second=RATE, burst=BURST, patience_seconds=PATIENT))
    lane.provider.switch("error", "brasilapi")
    lane.book(cnpjs(LOOKUPS))
    back_at = monotonic() + OUTAGE_SECONDS

    with lane.pollers(CONSUMERS):
        wait_for("half are answered", lambda: lane.unfinished() < LOOKUPS / 2 and monotonic() >= back_at)
        lane.provider.switch("ok")
        lane.await_rest()

    tasks = lane.tasks()
    by_the_second = sum((task.provider or "").startswith("cnpjws") for task in tasks)
    log_figures(lookups=LOOKUPS, by_the_second=by_the_second, asked=sum(lane.provider.asked().values()))
    assert {(task.state, task.attempts) for task in tasks} == {("succeeded", 1)}
    assert by_the_second > 0
    assert sum(lane.provider.asked().values()) <= 2 * LOOKUPS


def test_what_no_provider_answers_is_a_dead_letter_after_five_attempts(make_look_up_lane: MakeLookUpLane) -> None:
    lane = make_look_up_lane(Terms())
    lane.provider.switch("error")
    (cnpj,) = cnpjs(1)
    lane.book([cnpj])

    with lane.pollers():
        wait_for("its message is a dead letter", lane.dead_letters)

    (task,) = lane.tasks()
    assert (task.state, task.attempts, (task.error or "").partition(":")[0]) == ("dead", MAX_RECEIVES, "providers down")
