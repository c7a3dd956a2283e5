"""Who may start, see, cancel and download which report."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from esteira.core.errors import Conflict, Forbidden, NotFound, TooManyRequests
from esteira.core.principal import Role
from esteira.reports.cancel_report import cancel_report
from esteira.reports.filters import StartReport
from esteira.reports.link_download import link_download
from esteira.reports.read_reports import ListReports, list_reports, report_id_of, show_report
from esteira.reports.report import FILE_LIFE, MOST_ACTIVE, ReportState
from esteira.reports.start_report import start_report
from pydantic import ValidationError

from tests.fixtures.reports import ReportRoom, person


@pytest.fixture
def room() -> ReportRoom:
    return ReportRoom()


def command(kind: str, **filters: Any) -> StartReport:
    return StartReport.model_validate({"kind": kind, "filters": filters})


def test_a_report_waits_with_what_was_asked_for(room: ReportRoom) -> None:
    job = start_report(room.report_deps, person(), command("orders", source="shop", since="2026-07-01T00:00:00Z"))

    assert (job.state, job.owner_id, job.filters) == (
        ReportState.QUEUED,
        "user:ana",
        {"source": "shop", "since": "2026-07-01T00:00:00Z"},
    )
    assert room.announced == 1


@pytest.mark.parametrize(
    ("role", "only_owner"), [(Role.VIEWER, "user:ana"), (Role.OPERATOR, "user:ana"), (Role.ADMIN, None)]
)
def test_a_report_of_look_ups_holds_ones_own_except_for_administrators(
    room: ReportRoom, role: Role, only_owner: str | None
) -> None:
    job = start_report(room.report_deps, person(role=role), command("lookups"))

    assert job.only_owner == only_owner


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_only_administrators_have_the_audit_log_written(room: ReportRoom, role: Role) -> None:
    with pytest.raises(Forbidden, match="admin"):
        start_report(room.report_deps, person(role=role), command("audit"))

    assert room.jobs.kept == {}


def test_nobody_has_more_than_a_few_reports_under_way(room: ReportRoom) -> None:
    for _ in range(MOST_ACTIVE):
        room.start()

    with pytest.raises(TooManyRequests):
        room.start()
    room.start(by=person("bob"))
    room.write()
    room.start()


@pytest.mark.parametrize(
    "filters",
    [{"lane": "orders"}, {"source": "NO"}, {"since": "yesterday"}, {"source": {"$ne": None}}],
    ids=["of another kind", "no name", "no time", "an operator"],
)
def test_filters_are_those_of_the_kind(filters: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        command("orders", **filters)


def test_a_range_of_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="before until"):
        command("orders", since="2026-07-02T00:00:00Z", until="2026-07-01T00:00:00Z")


def test_reports_of_others_do_not_exist(room: ReportRoom) -> None:
    job, other = room.start(), person("bob", role=Role.ADMIN)
    room.write()

    for ask in (
        partial(show_report, room.jobs),
        partial(cancel_report, room.report_deps),
        partial(link_download, room.report_deps),
    ):
        with pytest.raises(NotFound):
            ask(other, job.id)
    assert list_reports(room.jobs, other, ListReports()) == []


def test_an_id_that_is_none_names_no_report() -> None:
    with pytest.raises(NotFound):
        report_id_of("x")


def test_a_report_is_cancelled_once(room: ReportRoom) -> None:
    job = room.start()

    cancelled = cancel_report(room.report_deps, person(), job.id)

    assert (cancelled.state, cancelled.finished_at) == (ReportState.CANCELLED, room.clock())
    assert room.write() == 0
    with pytest.raises(Conflict, match="cancelled"):
        cancel_report(room.report_deps, person(), job.id)


def test_an_unknown_report_is_not_cancelled(room: ReportRoom) -> None:
    with pytest.raises(NotFound):
        cancel_report(room.report_deps, person(), uuid4())


def test_the_address_of_a_file_is_valid_for_five_minutes(room: ReportRoom) -> None:
    job = room.start()
    room.write()

    download = link_download(room.report_deps, person(), job.id)

    assert download.expires_at == room.clock() + timedelta(minutes=5)
    assert download.file_name == "esteira-orders-20260701-120000.csv"
    assert download.url == f"memory://reports/{job.id}/1.csv?name={download.file_name}&seconds=300"


def test_a_report_without_a_file_has_no_address(room: ReportRoom) -> None:
    job = room.start()

    with pytest.raises(Conflict, match="queued"):
        link_download(room.report_deps, person(), job.id)


def test_a_file_is_kept_for_a_week(room: ReportRoom) -> None:
    job = room.start()
    room.write()
    room.clock.forward(FILE_LIFE.total_seconds() - 60)
    last = link_download(room.report_deps, person(), job.id)
    room.clock.forward(60)

    assert last.url.endswith("seconds=60")
    with pytest.raises(NotFound, match="no longer kept"):
        link_download(room.report_deps, person(), job.id)


def test_who_is_no_longer_an_administrator_cannot_download_the_audit_log(room: ReportRoom) -> None:
    job = start_report(room.report_deps, person(role=Role.ADMIN), command("audit"))
    room.write()

    with pytest.raises(Forbidden):
        link_download(room.report_deps, person(role=Role.OPERATOR), job.id)


def test_the_rate_and_the_time_left_follow_from_the_last_start(room: ReportRoom) -> None:
    job = room.start()
    running = room.jobs.claim(room.clock(), at_once=1)
    assert running
    later = replace(running, promised=1000, done=250, heard_at=room.clock() + timedelta(seconds=5))

    assert (later.rows_per_second, later.seconds_left) == (50, 15)
    assert (job.rows_per_second, job.seconds_left, running.seconds_left) == (None, None, None)
