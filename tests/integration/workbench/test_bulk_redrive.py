"""Bulk redrives on real stores and queues."""

from collections.abc import Iterator

import pytest
from esteira.core.errors import Conflict, Unprocessable
from esteira.core.messages import encode
from esteira.reconciliation.verify_orders import verify_orders
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.list_redrives import ListRedrives, list_redrives
from esteira.workbench.redrive_job import JobState, RedriveJob
from esteira.workbench.run_redrive import run_redrive
from esteira.workbench.start_redrive import StartRedrive, found_job, repeat_redrive, start_redrive, stop_redrive
from esteira.workbench.undo_redrive import run_undo, undo_redrive
from esteira.workbench.wiring import Workbench

from tests.fixtures.messages import order
from tests.harness.pipeline import Pipeline
from tests.harness.waiting import wait_for


@pytest.fixture
def workbench(pipeline: Pipeline) -> Iterator[Workbench]:
    workbench = Workbench(pipeline.settings)
    yield workbench
    workbench.close()


@pytest.fixture
def dead(pipeline: Pipeline, workbench: Workbench, source: str) -> list[int]:
    """Three dead orders whose data is valid, filed."""
    ids = pipeline.fill(source, True, True, True)
    pipeline.publish()
    pipeline.kill(source, ids)
    file_dead_letters(workbench.deps, "orders")
    return ids


def started(workbench: Workbench, *, canary: bool = True, **filters: str) -> RedriveJob:
    command = StartRedrive(lane="orders", canary=canary, **filters)
    return start_redrive(workbench.deps, workbench.bulk_deps.jobs, command, "ana")


def now(workbench: Workbench, job: RedriveJob) -> RedriveJob:
    return found_job(workbench.bulk_deps.jobs, job.id)


def run_until(workbench: Workbench, job: RedriveJob, state: JobState) -> RedriveJob:
    def reached() -> bool:
        run_redrive(workbench.bulk_deps)
        return now(workbench, job).state is state

    wait_for(f"the job is {state}", reached)
    return now(workbench, job)


def test_after_one_letter_arrived_all_others_are_sent(
    pipeline: Pipeline, workbench: Workbench, dead: list[int]
) -> None:
    job = started(workbench)
    run_until(workbench, job, JobState.WATCHING)
    assert (len(pipeline.waiting()), len(pipeline.dead_letters())) == (1, 2)
    pipeline.await_letters(2)
    pipeline.consume()

    done = run_until(workbench, job, JobState.DONE)
    pipeline.consume()

    verdict = verify_orders(pipeline.operator.ledger_deps, rows=True)
    assert (done.sent, done.waiting, verdict.ok, verdict.ledger.states.persisted) == (3, 0, True, 3)


def test_a_canary_that_fails_again_stops_the_bulk_after_one(pipeline: Pipeline, workbench: Workbench) -> None:
    pipeline.mark_dead(*(encode(order(number, good=False)) for number in (1, 2, 3)))
    file_dead_letters(workbench.deps, "orders")
    job = started(workbench)
    run_until(workbench, job, JobState.WATCHING)
    pipeline.consume()

    failed = run_until(workbench, job, JobState.FAILED)

    assert (failed.sent, failed.waiting, len(pipeline.dead_letters())) == (1, 2, 3)
    assert "failed again" in failed.reason


def test_a_runner_that_was_killed_after_sending_sends_nothing_twice(
    pipeline: Pipeline, workbench: Workbench, dead: list[int]
) -> None:
    job = started(workbench, canary=False)
    run_redrive(workbench.bulk_deps)
    pipeline.in_target("UPDATE redrive_items SET state = 'waiting'")
    pipeline.in_target("UPDATE redrive_jobs SET due_at = created_at")

    done = run_until(workbench, job, JobState.DONE)

    assert (done.sent, done.gone, len(pipeline.waiting())) == (0, 3, 3)


def test_a_runner_that_was_killed_with_its_canary_sends_no_second_one(
    pipeline: Pipeline, workbench: Workbench, dead: list[int]
) -> None:
    job = started(workbench)
    run_until(workbench, job, JobState.WATCHING)
    pipeline.await_letters(2)
    pipeline.in_target("UPDATE redrive_items SET state = 'waiting'")
    pipeline.in_target("UPDATE redrive_jobs SET due_at = created_at")

    run_redrive(workbench.bulk_deps)

    watched = now(workbench, job)
    assert (watched.state, watched.sent, watched.waiting) == (JobState.WATCHING, 1, 2)
    assert (len(pipeline.waiting()), len(pipeline.dead_letters())) == (1, 2)


def test_a_copy_in_the_same_slice_is_sent_in_the_next(
    pipeline: Pipeline, workbench: Workbench, dead: list[int]
) -> None:
    pipeline.mark_dead(pipeline.dead_letters()[0])
    pipeline.await_letters(4)
    file_dead_letters(workbench.deps, "orders")
    job = started(workbench, canary=False)
    run_redrive(workbench.bulk_deps)
    assert (now(workbench, job).sent, now(workbench, job).waiting) == (3, 1)

    done = run_until(workbench, job, JobState.DONE)

    assert (done.sent, done.gone, pipeline.dead_letters(), len(pipeline.waiting())) == (4, 0, [], 4)


def test_an_undone_job_makes_dead_letters_of_what_still_waits(
    pipeline: Pipeline, workbench: Workbench, dead: list[int], source: str
) -> None:
    bodies = sorted(pipeline.dead_letters())
    pipeline.await_letters(3)
    other = pipeline.fill(source, True)
    pipeline.publish()
    job = started(workbench, canary=False)
    run_until(workbench, job, JobState.DONE)

    undo_redrive(workbench.bulk_deps, job.id, "rui")
    assert run_undo(workbench.undo_deps)

    undone = now(workbench, job)
    assert (undone.state, undone.undone, undone.sent, undone.reason) == (JobState.UNDONE, 3, 0, "undone by rui")
    assert sorted(pipeline.dead_letters()) == bodies
    pipeline.consume()
    states = verify_orders(pipeline.operator.ledger_deps).ledger.states
    assert (states.dead, states.persisted) == (3, len(other))
    with pytest.raises(Conflict):
        undo_redrive(workbench.bulk_deps, job.id, "rui")


def test_what_left_the_lane_cannot_be_undone_and_is_told(
    pipeline: Pipeline, workbench: Workbench, dead: list[int]
) -> None:
    job = started(workbench, canary=False)
    run_until(workbench, job, JobState.DONE)
    pipeline.consume()

    undo_redrive(workbench.bulk_deps, job.id, "rui")
    run_undo(workbench.undo_deps)

    assert (now(workbench, job).undone, now(workbench, job).sent, pipeline.dead_letters()) == (0, 3, [])


def test_a_repeated_job_has_the_same_filters_and_the_letters_of_now(
    pipeline: Pipeline, workbench: Workbench, dead: list[int], source: str
) -> None:
    job = started(workbench, canary=False, source=source)
    run_until(workbench, job, JobState.DONE)
    undo_redrive(workbench.bulk_deps, job.id, "rui")
    run_undo(workbench.undo_deps)
    file_dead_letters(workbench.deps, "orders")

    repeated = repeat_redrive(workbench.deps, workbench.bulk_deps.jobs, job.id, "rui")

    assert (repeated.repeats, repeated.waiting, repeated.canary, repeated.by) == (job.id, 3, False, "rui")
    assert repeated.question.source == source
    assert list_redrives(workbench.bulk_deps.jobs, ListRedrives(lane="orders")) == [repeated, now(workbench, job)]


def test_a_stopped_job_sends_nothing_more(pipeline: Pipeline, workbench: Workbench, dead: list[int]) -> None:
    job = started(workbench)
    stopped = stop_redrive(workbench.bulk_deps.jobs, job.id, "rui")

    assert run_redrive(workbench.bulk_deps) is False
    assert (stopped.state, stopped.reason, pipeline.waiting()) == (JobState.STOPPED, "stopped by rui", [])
    with pytest.raises(Conflict):
        stop_redrive(workbench.bulk_deps.jobs, job.id, "rui")


def test_filters_that_match_nothing_start_nothing(workbench: Workbench, dead: list[int]) -> None:
    with pytest.raises(Unprocessable):
        started(workbench, text="no order has this")
