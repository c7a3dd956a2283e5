"""A tick plans and dispatches, unless another manager is at work."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from esteira.core.errors import FlowUnavailable
from esteira.core.names import Lane
from esteira.core.reporting.error_report import ErrorReport, ReportErrors, report_nothing
from esteira.scaling.plan import Plan

from bridge.manager.tick import ManagerDeps, tick
from tests.fixtures.observations import beat
from tests.unit.bridge.planned import plan_for

PLAN = plan_for([beat("orders-1@here"), beat("orders-2@here"), beat("payments-1@here", lane="payments")])


@contextmanager
def lease(*, held: bool) -> Iterator[bool]:
    yield held


def manager(
    dispatched: list[Lane],
    *,
    held: bool = True,
    plan: Plan | None = PLAN,
    report: ReportErrors = report_nothing,
) -> ManagerDeps:
    """A manager whose tasks end up in a list; without a plan Redis does not answer."""

    def make() -> Plan:
        if plan is None:
            raise FlowUnavailable
        return plan

    def leased() -> AbstractContextManager[bool]:
        return lease(held=held)

    return ManagerDeps(
        lease=leased,
        plan=make,
        waiting=lambda: {"orders": 1},
        dispatch=dispatched.append,
        report=report,
    )


def test_what_the_plan_asks_for_is_dispatched() -> None:
    dispatched: list[Lane] = []

    assert tick(manager(dispatched)) == PLAN
    assert dispatched == ["orders", "payments"]


@pytest.mark.parametrize(("held", "plan"), [(False, PLAN), (True, None)])
def test_while_another_manager_works_or_redis_is_away_nothing_happens(held: bool, plan: Plan | None) -> None:
    dispatched: list[Lane] = []

    assert tick(manager(dispatched, held=held, plan=plan)) is None
    assert dispatched == []


def test_a_tick_that_a_service_stops_is_reported() -> None:
    reported: list[ErrorReport] = []

    tick(manager([], plan=None, report=reported.extend))

    assert [report.place for report in reported] == ["bridge.manager.tick"]
