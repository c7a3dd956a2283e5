"""Bulk redrives on real stores and queues."""

from collections.abc import Iterator

import pytest
from esteira.core.errors import Conflict, Unprocessable
from esteira.core.messages import encode
from esteira.reconciliation.verify_orders import verify_orders
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.redrive_job import JobState, RedriveJob
from esteira.workbench.run_redrive import run_redrive
from esteira.workbench.start_redrive import StartRedrive, found_job, start_redrive, stop_redrive
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
