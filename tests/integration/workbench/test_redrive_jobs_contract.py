"""Contract of `RedriveJobs`: the twin and Postgres."""

from datetime import timedelta
from uuid import uuid4

import pytest
from esteira.core.messages import encode
from esteira.workbench.bulk_ports import RedriveJobs
from esteira.workbench.letter import LetterFilter
from esteira.workbench.memory import MemoryLetterStore
from esteira.workbench.memory_jobs import MemoryRedriveJobs
from esteira.workbench.ports import LetterStore
from esteira.workbench.postgres.letter_store import PostgresLetterStore
from esteira.workbench.postgres.redrive_jobs import PostgresRedriveJobs
from esteira.workbench.redrive_job import ItemState, JobState, RedriveJob, Step

from tests.fixtures.clock import READ_AT
from tests.fixtures.dead_letters import filed
from tests.fixtures.messages import order

SECOND = timedelta(seconds=1)
LATER = READ_AT + 60 * SECOND
LETTERS = [
    filed("no message", sqs_message_id="foreign"),
    filed(order(1), minute=1, sqs_message_id="first"),
    filed(order(2), minute=2, sqs_message_id="second"),
    filed(order(3), lane="payments", sqs_message_id="other"),
]
Stores = tuple[LetterStore, RedriveJobs]


@pytest.fixture(params=["memory", "postgres"])
def stores(request: pytest.FixtureRequest) -> Stores:
    if request.param == "memory":
        letters = MemoryLetterStore()
        return letters, MemoryRedriveJobs(letters=letters)
    database = request.getfixturevalue("target_database")
    return PostgresLetterStore(database), PostgresRedriveJobs(database)


@pytest.fixture
def jobs(stores: Stores) -> RedriveJobs:
    stores[0].keep(LETTERS)
    return stores[1]


def begun(jobs: RedriveJobs, *ids: str) -> RedriveJob:
    job = RedriveJob(
        id=uuid4(),
        lane="orders",
        by="ana",
        created_at=READ_AT,
        state=JobState.READY,
        canary=True,
        per_second=2.5,
    )
    jobs.begin(job, LetterFilter(lane="orders"), ids or None)
    return job


def known(jobs: RedriveJobs, job: RedriveJob) -> RedriveJob:
    found = jobs.find(job.id)
    assert found
    return found


def test_a_job_has_the_matching_letters_and_messages_come_first(jobs: RedriveJobs) -> None:
    job = begun(jobs)

    assert jobs.waiting(job.id, 9) == ["first", "second", "foreign"]
    assert jobs.waiting(job.id, 1) == ["first"]
    assert (known(jobs, job).waiting, known(jobs, job).per_second, known(jobs, job).by) == (3, 2.5, "ana")


def test_a_job_may_be_for_selected_letters(jobs: RedriveJobs) -> None:
    job = begun(jobs, "second", "other", "unknown")

    assert jobs.waiting(job.id, 9) == ["second"]


def test_a_job_without_letters_is_not_kept(jobs: RedriveJobs) -> None:
    job = begun(jobs, "unknown")

    assert jobs.find(job.id) is None
    assert jobs.claim(LATER, LATER) is None


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(jobs: RedriveJobs) -> None:
    job = begun(jobs)

    claimed = jobs.claim(READ_AT, LATER)
    assert claimed == known(jobs, job)
    assert jobs.claim(LATER - SECOND, LATER) is None
    assert jobs.claim(LATER, LATER + SECOND) == claimed


def test_settled_letters_have_had_their_turn(jobs: RedriveJobs) -> None:
    job = begun(jobs)

    jobs.settle(job.id, ["first"], ItemState.SENT)
    jobs.settle(job.id, ["foreign"], ItemState.GONE)

    counted = known(jobs, job)
    assert jobs.waiting(job.id, 9) == ["second"]
    assert (counted.waiting, counted.sent, counted.gone) == (1, 1, 1)


def test_the_canary_is_kept_with_its_body_although_its_letter_is_forgotten(stores: Stores, jobs: RedriveJobs) -> None:
    job = begun(jobs)

    jobs.proceed(job.id, Step(state=JobState.WATCHING, letters=["first"], canary_sent_at=READ_AT), due_at=LATER)
    jobs.proceed(job.id, Step(state=JobState.RUNNING), due_at=LATER)
    stores[0].forget_unseen("orders", LATER)

    watched = known(jobs, job)
    assert (watched.state, watched.canary_body, watched.canary_sent_at) == (
        JobState.RUNNING,
        encode(order(1)),
        READ_AT,
    )


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_a_job_that_ended_is_not_due(jobs: RedriveJobs, state: JobState) -> None:
    job = begun(jobs)

    jobs.proceed(job.id, Step(state=state, reason="so it is"), due_at=READ_AT)

    assert (known(jobs, job).reason, jobs.claim(LATER, LATER), jobs.stop(job.id, "late")) == ("so it is", None, False)


def test_a_job_that_was_stopped_during_a_step_stays_stopped(jobs: RedriveJobs) -> None:
    job = begun(jobs)
    assert jobs.stop(job.id, "stopped by rui")

    jobs.proceed(job.id, Step(state=JobState.RUNNING), due_at=READ_AT)

    assert (known(jobs, job).state, known(jobs, job).reason) == (JobState.STOPPED, "stopped by rui")
    assert jobs.claim(LATER, LATER) is None
