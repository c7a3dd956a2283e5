"""What becomes of a job: its file, a new start, a failure that says why, or nothing after it was cancelled."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from esteira.core.errors import AttemptLogUnavailable, TargetUnavailable
from esteira.reports.cancel_report import cancel_report
from esteira.reports.files.report_file import Row
from esteira.reports.files.xlsx_file import MOST_ROWS
from esteira.reports.memory import MemoryReportJobs
from esteira.reports.ports import Rows
from esteira.reports.report import BUG, LOST_AFTER, MOST_STARTS, ReportJob, ReportState, RowQuery
from esteira.reports.write_reports import write_reports

from tests.fixtures.reports import COLUMNS, ReportRoom, person


@pytest.fixture
def room() -> ReportRoom:
    return ReportRoom()


@dataclass(kw_only=True)
class Meanwhile:
    """Rows of which each portion is followed by something that happens meanwhile."""

    room: ReportRoom
    job: ReportJob

    @contextmanager
    def opened(self, query: RowQuery) -> Iterator[Rows]:  # noqa: ARG002 - the port's signature
        yield Rows(columns=COLUMNS, count=3, portions=self._portions())

    def _portions(self) -> Iterator[Sequence[Row]]:
        yield [("1", 10)]
        cancel_report(self.room.report_deps, person(), self.job.id)
        yield [("2", 20)]
        yield [("3", 30)]


class Broken:
    """Rows that cannot be read."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @contextmanager
    def opened(self, query: RowQuery) -> Iterator[Rows]:  # noqa: ARG002 - the port's signature
        raise self.error
        yield


class JobsAway(MemoryReportJobs):
    """Jobs of which none can be claimed."""

    def claim(self, now: datetime, *, at_once: int) -> ReportJob | None:  # noqa: ARG002 - the port's signature
        raise TargetUnavailable


def with_source(room: ReportRoom, source: object) -> None:
    room.source = source  # type: ignore[assignment]


def test_a_job_gets_a_file_with_as_many_rows_as_were_promised(room: ReportRoom) -> None:
    job = room.start()

    assert room.write() == 1

    done = room.now(job)
    assert (done.state, done.promised, done.done, done.starts) == (ReportState.DONE, 3, 3, 1)
    assert done.object_key == f"reports/{job.id}/1.csv"
    assert room.files.kept[done.object_key].decode("utf-8-sig") == '"id","price"\r\n"1",10\r\n"2",20\r\n"3",30\r\n'
    assert done.size_bytes == len(room.files.kept[done.object_key])


def test_all_jobs_that_wait_are_written_the_oldest_first(room: ReportRoom) -> None:
    jobs = []
    for _ in range(3):
        jobs.append(room.start())
        room.clock.forward(1)

    assert room.write() == 3

    assert list(room.files.kept) == [f"reports/{job.id}/1.csv" for job in jobs]


def test_without_jobs_nothing_is_done_and_nothing_is_said(room: ReportRoom) -> None:
    assert room.write() == 0
    assert room.announced == 0


def test_a_job_that_is_cancelled_while_it_is_written_leaves_no_file(room: ReportRoom) -> None:
    job = room.start()
    with_source(room, Meanwhile(room=room, job=job))

    room.write()

    assert room.now(job).state is ReportState.CANCELLED
    assert room.files.kept == {}


def test_a_job_whose_worker_is_lost_is_begun_again_and_what_the_lost_one_says_is_ignored(room: ReportRoom) -> None:
    job = room.start()
    lost = room.jobs.claim(room.clock(), at_once=1)
    room.clock.forward(LOST_AFTER.total_seconds() + 1)

    room.write()

    assert lost
    assert not room.jobs.fail(lost, "too late", room.clock())
    assert (room.now(job).state, room.now(job).starts, list(room.files.kept)) == (
        ReportState.DONE,
        2,
        [f"reports/{job.id}/2.csv"],
    )


def test_a_job_whose_workers_are_lost_again_and_again_fails_and_says_so(room: ReportRoom) -> None:
    job = room.start()
    for _ in range(MOST_STARTS):
        assert room.jobs.claim(room.clock(), at_once=1)
        room.clock.forward(LOST_AFTER.total_seconds() + 1)

    assert room.write() == 0

    failed = room.now(job)
    assert (failed.state, failed.starts) == (ReportState.FAILED, MOST_STARTS)
    assert failed.reason
    assert "lost 3 times" in failed.reason


def test_a_store_that_is_away_is_tried_again_and_then_the_job_says_which_one_it_was(room: ReportRoom) -> None:
    job = room.start()
    with_source(room, Broken(AttemptLogUnavailable("(a host)")))

    room.write()
    waiting = room.now(job)
    for _ in range(MOST_STARTS - 1):
        room.clock.forward(60)
        room.write()

    failed = room.now(job)
    assert (waiting.state, waiting.starts) == (ReportState.QUEUED, 1)
    assert (failed.state, failed.starts) == (ReportState.FAILED, MOST_STARTS)
    assert failed.reason
    assert "MongoDB" in failed.reason
    assert "a host" not in failed.reason


def test_a_job_that_was_put_back_is_written_once_its_store_is_back(room: ReportRoom) -> None:
    job = room.start()
    room.files.away = True
    room.write()
    room.files.away = False

    early = room.write()
    room.clock.forward(60)
    room.write()

    assert early == 0
    assert (room.now(job).state, room.now(job).reason) == (ReportState.DONE, None)


@pytest.mark.parametrize("promised", [2, 4])
def test_a_file_with_other_rows_than_were_counted_is_never_finished(room: ReportRoom, promised: int) -> None:
    job = room.start()
    room.source.promised = promised

    room.write()

    assert (room.now(job).state, room.files.kept, room.files.aborted) == (ReportState.QUEUED, {}, 1)


def test_more_rows_than_a_sheet_has_are_refused_before_anything_is_written(room: ReportRoom) -> None:
    job = room.start(file_format="xlsx")
    room.source.promised = MOST_ROWS + 1

    room.write()

    failed = room.now(job)
    assert (failed.state, room.files.begun) == (ReportState.FAILED, 0)
    assert failed.reason
    assert "choose CSV" in failed.reason


def test_an_error_of_our_own_fails_the_job_and_is_reported(room: ReportRoom) -> None:
    job = room.start()
    with_source(room, Broken(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        write_reports(room.writer_deps)

    assert (room.now(job).state, room.now(job).reason) == (ReportState.FAILED, BUG)


def test_while_the_target_is_away_reports_wait(room: ReportRoom) -> None:
    job = room.start()

    assert write_reports(replace(room.writer_deps, jobs=JobsAway(kept=room.jobs.kept))) is None
    assert room.now(job).state is ReportState.QUEUED
    assert room.write() == 1


def test_no_more_jobs_are_written_at_once_than_may_be(room: ReportRoom) -> None:
    for _ in range(2):
        room.start()
    assert room.jobs.claim(room.clock(), at_once=1)

    assert room.jobs.claim(room.clock(), at_once=1) is None
    assert room.jobs.claim(room.clock(), at_once=2)
