"""Contract of `ReportJobs`: the twin and Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.reports.memory import MemoryReportJobs
from esteira.reports.ports import ReportJobs
from esteira.reports.postgres.report_jobs import PostgresReportJobs
from esteira.reports.report import (
    LOST_AFTER,
    MOST_STARTS,
    Progress,
    ReportFormat,
    ReportJob,
    ReportKind,
    ReportState,
    WrittenFile,
)

from tests.fixtures.clock import READ_AT
from tests.fixtures.reports import new_job

SECOND = timedelta(seconds=1)
LOST_AT = READ_AT + LOST_AFTER + SECOND
FILE = WrittenFile(object_key="reports/1.csv", size_bytes=12, rows=3, cut_cells=1, replaced_cells=2)


@pytest.fixture(params=["memory", "postgres"])
def jobs(request: pytest.FixtureRequest) -> ReportJobs:
    if request.param == "memory":
        return MemoryReportJobs()
    return PostgresReportJobs(request.getfixturevalue("target_database"))


def added(jobs: ReportJobs, *, seconds: int = 0, owner: str = "user:ana") -> ReportJob:
    job = jobs.add(new_job(owner=owner, at=READ_AT + seconds * SECOND), most_active=100)
    assert job
    return job


def claimed(jobs: ReportJobs, *, seconds: float = 0) -> ReportJob:
    job = jobs.claim(READ_AT + seconds * SECOND, at_once=100)
    assert job
    return job


def now(jobs: ReportJobs, job: ReportJob) -> ReportJob:
    found = jobs.find(job.id, job.owner_id)
    assert found
    return found


def test_a_job_is_kept_with_all_that_was_asked_for(jobs: ReportJobs) -> None:
    given = new_job(
        kind=ReportKind.LOOKUPS, file_format=ReportFormat.XLSX, only_owner="user:ana", filters={"state": "dead"}
    )

    job = jobs.add(given, most_active=1)

    assert job == ReportJob(
        id=given.id,
        owner_id="user:ana",
        owner_name="ana",
        kind=ReportKind.LOOKUPS,
        format=ReportFormat.XLSX,
        filters={"state": "dead"},
        only_owner="user:ana",
        state=ReportState.QUEUED,
        requested_at=READ_AT,
    )
    assert now(jobs, job) == job


def test_an_owner_has_only_so_many_active_jobs(jobs: ReportJobs) -> None:
    assert jobs.add(new_job(), most_active=1)

    assert jobs.add(new_job(), most_active=1) is None
    assert jobs.add(new_job(owner="user:bob"), most_active=1)
    claimed(jobs)
    assert jobs.add(new_job(), most_active=1) is None


def test_of_requests_at_the_same_moment_only_so_many_are_taken(jobs: ReportJobs) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: jobs.add(new_job(), most_active=3), range(8)))

    assert sum(job is not None for job in taken) == 3


def test_jobs_are_listed_page_by_page_the_newest_first_and_only_the_owners(jobs: ReportJobs) -> None:
    mine = [added(jobs, seconds=number) for number in range(3)]
    foreign = added(jobs, owner="user:bob")

    first = jobs.page("user:ana", before=None, limit=2)
    rest = jobs.page("user:ana", before=first[-1].id, limit=2)

    assert [job.id for job in [*first, *rest]] == [job.id for job in mine[::-1]]
    assert jobs.page("user:ana", before=foreign.id, limit=2) == []
    assert jobs.find(foreign.id, "user:ana") is None


def test_recent_jobs_are_everybodys_that_are_active_or_ended_since(jobs: ReportJobs) -> None:
    ended, old, active = added(jobs, seconds=1), added(jobs), added(jobs, seconds=2, owner="user:bob")
    jobs.cancel(old.id, "user:ana", READ_AT)
    jobs.cancel(ended.id, "user:ana", READ_AT + SECOND)

    assert [job.id for job in jobs.recent(READ_AT + SECOND)] == [active.id, ended.id]


def test_the_oldest_job_is_claimed_first_and_none_twice(jobs: ReportJobs) -> None:
    later, first = added(jobs, seconds=2), added(jobs, seconds=1)

    one, two = claimed(jobs, seconds=3), claimed(jobs, seconds=3)

    assert [one.id, two.id] == [first.id, later.id]
    assert (one.state, one.starts, one.started_at, one.heard_at) == (
        ReportState.RUNNING,
        1,
        READ_AT + 3 * SECOND,
        READ_AT + 3 * SECOND,
    )
    assert jobs.claim(READ_AT + 3 * SECOND, at_once=100) is None


def test_workers_that_claim_at_the_same_moment_get_different_jobs(jobs: ReportJobs) -> None:
    for _ in range(8):
        added(jobs)

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda _: claimed(jobs).id, range(8)))

    assert len(set(begun)) == 8


def test_while_enough_jobs_run_none_is_claimed(jobs: ReportJobs) -> None:
    added(jobs), added(jobs)
    claimed(jobs)

    assert jobs.claim(READ_AT, at_once=1) is None
    assert jobs.claim(LOST_AT, at_once=1)


def test_progress_is_kept_and_a_job_that_is_heard_of_is_not_lost(jobs: ReportJobs) -> None:
    added(jobs)
    job = claimed(jobs)

    assert jobs.note(job, Progress(done=5, promised=10, at=LOST_AT))

    kept = now(jobs, job)
    assert (kept.done, kept.promised, kept.heard_at) == (5, 10, LOST_AT)
    assert jobs.claim(LOST_AT, at_once=100) is None


def test_a_job_that_nothing_is_heard_of_begins_anew_and_its_lost_worker_has_no_say(jobs: ReportJobs) -> None:
    added(jobs)
    lost = claimed(jobs)
    jobs.note(lost, Progress(done=5, promised=10, at=READ_AT))

    again = jobs.claim(LOST_AT, at_once=1)

    assert again
    assert (again.id, again.starts, again.done, again.promised) == (lost.id, 2, 0, None)
    assert not jobs.note(lost, Progress(done=6, promised=10, at=LOST_AT))
    assert not jobs.fail(lost, "x", LOST_AT)
    assert not jobs.put_back(lost, "x", due_at=LOST_AT)
    assert not jobs.finish(lost, FILE, LOST_AT)
    assert jobs.finish(again, FILE, LOST_AT)


def test_after_the_last_start_a_lost_job_fails(jobs: ReportJobs) -> None:
    job = added(jobs)
    for number in range(MOST_STARTS):
        claimed(jobs, seconds=number * (LOST_AFTER.total_seconds() + 1))
    end = READ_AT + MOST_STARTS * (LOST_AFTER + SECOND)

    assert jobs.claim(end, at_once=100) is None
    assert (jobs.give_up_lost(READ_AT), jobs.give_up_lost(end), jobs.give_up_lost(end)) == (0, 1, 0)

    assert (now(jobs, job).state, now(jobs, job).finished_at) == (ReportState.FAILED, end)


def test_a_job_that_is_put_back_waits_until_it_is_due_and_says_why(jobs: ReportJobs) -> None:
    added(jobs)
    job = claimed(jobs)

    assert jobs.put_back(job, "S3 is away", due_at=READ_AT + 10 * SECOND)

    assert (now(jobs, job).state, now(jobs, job).reason) == (ReportState.QUEUED, "S3 is away")
    assert jobs.claim(READ_AT + 9 * SECOND, at_once=100) is None
    assert claimed(jobs, seconds=10).reason is None


def test_a_finished_job_has_its_file_and_as_many_rows_as_promised(jobs: ReportJobs) -> None:
    added(jobs)
    job = claimed(jobs)

    assert jobs.finish(job, FILE, READ_AT + SECOND)

    done = now(jobs, job)
    assert (done.state, done.promised, done.done, done.object_key) == (ReportState.DONE, 3, 3, FILE.object_key)
    assert (done.size_bytes, done.cut_cells, done.replaced_cells) == (12, 1, 2)
    assert done.finished_at == READ_AT + SECOND


def test_a_cancelled_job_is_neither_claimed_nor_finished_nor_cancelled_again(jobs: ReportJobs) -> None:
    waiting, running = added(jobs, seconds=1), added(jobs)
    begun = claimed(jobs)

    assert [jobs.cancel(job.id, "user:ana", READ_AT) is not None for job in (waiting, running)] == [True, True]

    assert begun.id == running.id
    assert jobs.claim(LOST_AT, at_once=100) is None
    assert not jobs.note(begun, Progress(done=1, promised=1, at=READ_AT))
    assert not jobs.finish(begun, FILE, READ_AT)
    assert jobs.cancel(running.id, "user:ana", READ_AT) is None
    assert now(jobs, running).state is ReportState.CANCELLED


def test_nobody_cancels_a_job_of_somebody_else(jobs: ReportJobs) -> None:
    job = added(jobs)

    assert jobs.cancel(job.id, "user:bob", READ_AT) is None
    assert now(jobs, job).is_active


def test_jobs_that_ended_long_ago_are_forgotten_and_others_are_not(jobs: ReportJobs) -> None:
    old, active = added(jobs), added(jobs)
    jobs.cancel(old.id, "user:ana", READ_AT)

    assert (jobs.forget(READ_AT), jobs.forget(READ_AT + SECOND)) == (0, 1)

    assert [job.id for job in jobs.page("user:ana", before=None, limit=10)] == [active.id]


@pytest.mark.parametrize(("name", "index"), [("list_jobs", "report_jobs_listed"), ("claim_job", "report_jobs_active")])
def test_lists_and_claims_are_answered_by_an_index(target_database: Database, name: str, index: str) -> None:
    parameters = {
        "owner_id": "user:ana",
        "before": None,
        "limit": 10,
        "now": LOST_AT,
        "lost_before": READ_AT,
        "most_starts": MOST_STARTS,
        "at_once": 4,
    }
    with target_database.transaction() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = connection.execute(b"EXPLAIN " + statement(f"reports/{name}"), parameters).fetchall()

    assert index in str(plan)
