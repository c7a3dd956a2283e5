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
from esteira.workbench.redrive_job import OPEN, ItemState, JobState, RedriveJob, Step

from tests.fixtures.clock import READ_AT
from tests.fixtures.dead_letters import edit_of, filed
from tests.fixtures.messages import order

SECOND = timedelta(seconds=1)
LATER = READ_AT + 60 * SECOND
LETTERS = [
    filed("no message", sqs_message_id="foreign"),
    filed(order(1), minute=1, sqs_message_id="first"),
    filed(order(2), minute=2, sqs_message_id="second"),
    filed(order(3), lane="payments", sqs_message_id="other"),
]
QUESTION = LetterFilter(lane="orders", until=READ_AT + 3600 * SECOND)
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


def begun(jobs: RedriveJobs, *ids: str, minute: int = 0) -> RedriveJob:
    job = RedriveJob(
        id=uuid4(),
        lane="orders",
        by="ana",
        created_at=READ_AT + minute * 60 * SECOND,
        state=JobState.READY,
        canary=True,
        per_second=2.5,
    )
    jobs.begin(job, QUESTION, ids or None)
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
    assert jobs.claim(OPEN, LATER, LATER) is None


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(jobs: RedriveJobs) -> None:
    job = begun(jobs)

    claimed = jobs.claim(OPEN, READ_AT, LATER)
    assert claimed == known(jobs, job)
    assert jobs.claim(OPEN, LATER - SECOND, LATER) is None
    assert jobs.claim(OPEN, LATER, LATER + SECOND) == claimed


def test_settled_letters_have_had_their_turn(jobs: RedriveJobs) -> None:
    job = begun(jobs)

    jobs.settle(job.id, ["first"], ItemState.SENT)
    jobs.settle(job.id, ["foreign"], ItemState.GONE)

    counted = known(jobs, job)
    assert jobs.waiting(job.id, 9) == ["second"]
    assert (counted.waiting, counted.sent, counted.gone) == (1, 1, 1)


def test_the_canary_is_kept_with_its_body_although_its_letter_is_forgotten(stores: Stores, jobs: RedriveJobs) -> None:
    job = begun(jobs)

    jobs.proceed(
        job.id, JobState.READY, Step(state=JobState.WATCHING, letters=["first"], canary_sent_at=READ_AT), due_at=LATER
    )
    jobs.proceed(job.id, JobState.WATCHING, Step(state=JobState.RUNNING), due_at=LATER)
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

    jobs.proceed(job.id, JobState.READY, Step(state=state, reason="so it is"), due_at=READ_AT)

    assert (known(jobs, job).reason, jobs.claim(OPEN, LATER, LATER), jobs.stop(job.id, "late")) == (
        "so it is",
        None,
        False,
    )


def test_a_job_that_was_stopped_during_a_step_stays_stopped(jobs: RedriveJobs) -> None:
    job = begun(jobs)
    assert jobs.stop(job.id, "stopped by rui")

    jobs.proceed(job.id, JobState.READY, Step(state=JobState.RUNNING), due_at=READ_AT)

    assert (known(jobs, job).state, known(jobs, job).reason) == (JobState.STOPPED, "stopped by rui")
    assert jobs.claim(OPEN, LATER, LATER) is None


def test_jobs_are_listed_by_pages_the_newest_first(jobs: RedriveJobs) -> None:
    ids = [begun(jobs, minute=minute).id for minute in range(3)][::-1]

    first = jobs.page(None, after=None, limit=2)
    second = jobs.page(None, after=first[-1].place, limit=2)

    assert [job.id for job in (*first, *second)] == ids
    assert (first[0].waiting, jobs.page("payments", after=None, limit=9)) == (3, [])


def test_a_job_keeps_what_it_was_asked_for_and_the_bodies_that_it_sent(jobs: RedriveJobs) -> None:
    job = begun(jobs, "second", "first")

    jobs.settle(job.id, ["first"], ItemState.SENT)

    assert (known(jobs, job).question, list(known(jobs, job).ids or ())) == (QUESTION, ["second", "first"])
    assert jobs.sent(job.id) == {"first": encode(order(1))}


def test_a_job_is_undone_once_and_only_after_the_slice_that_is_being_sent(jobs: RedriveJobs) -> None:
    job = begun(jobs)
    jobs.claim(OPEN, READ_AT, LATER)

    assert (jobs.undo(job.id, "undone by rui"), jobs.undo(job.id, "again")) == (True, False)

    assert jobs.claim([JobState.UNDOING], READ_AT, LATER) is None
    jobs.proceed(job.id, JobState.READY, Step(state=JobState.RUNNING), due_at=READ_AT)
    undoing = jobs.claim([JobState.UNDOING], READ_AT, LATER)
    assert undoing
    assert (undoing.state, undoing.reason) == (JobState.UNDOING, "undone by rui")


def test_a_letter_whose_edit_may_have_been_sent_is_taken_only_if_it_is_named(stores: Stores, jobs: RedriveJobs) -> None:
    stores[0].begin_edit(edit_of(LETTERS[1]))

    everything, named = begun(jobs), begun(jobs, "first")

    assert jobs.waiting(everything.id, 9) == ["second", "foreign"]
    assert jobs.waiting(named.id, 9) == ["first"]
