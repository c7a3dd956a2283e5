"""Metrics of workers, plans, tasks and invocations."""

from datetime import timedelta

import pytest
from esteira.core.announcing.counters import invocation_counted
from esteira.metrics.figures.functions import function_totals
from esteira.metrics.figures.tasks import task_counted, task_totals
from esteira.metrics.figures.workers import flow_metrics, worker_metrics
from esteira.metrics.metric import Metric
from esteira.scaling.observation import MISSING_AFTER, WorkerState

from tests.fixtures.clock import READ_AT as NOW
from tests.fixtures.heartbeats import beat, plan


def values(metrics: list[Metric]) -> dict[str, float]:
    return {figure.name: figure.value for figure in metrics}


def test_workers_are_counted_by_lane_without_the_missing_ones() -> None:
    beats = [
        beat("a", state=WorkerState.BUSY, in_hand=100, processed=5, failed=1, rate_per_second=30, memory_mib=80),
        beat("b", state=WorkerState.DRAINING, in_hand=7, processed=2, rate_per_second=20, memory_mib=60),
        beat("c", at=NOW - MISSING_AFTER - timedelta(seconds=1), in_hand=9),
        beat("d", lane="payments"),
    ]

    found = values(worker_metrics(beats, plan(), NOW))

    orders = {name.split(".")[2]: value for name, value in found.items() if name.startswith("workers.orders.")}
    assert orders == {
        "alive": 2,
        "wanted": 4,
        "missing": 0,
        "busy": 2,
        "in_hand": 107,
        "processed": 7,
        "failed": 1,
        "rate": 50,
        "memory_mib": 140,
    }
    assert (found["workers.all"], found["workers.payments.alive"], found["workers.payments.busy"]) == (3, 1, 0)


@pytest.mark.parametrize(("seconds", "missing"), [(29, 0), (30, 3)])
def test_wanted_workers_are_missing_when_the_plan_has_wanted_them_for_long_enough(seconds: int, missing: int) -> None:
    now = NOW + timedelta(seconds=seconds)

    found = values(worker_metrics([beat("a", at=now), beat("b", lane="payments", at=now)], plan(), now))

    assert (found["workers.orders.missing"], found["workers.payments.missing"]) == (missing, 0)


def test_a_rule_has_a_number_and_a_name() -> None:
    notes = {figure.name: figure.note for figure in flow_metrics(plan(), NOW)}

    assert (notes["flow.orders.rule"], notes["flow.payments.rule"]) == ("maximum", "paused")


def test_without_a_plan_there_is_no_planned_number_of_workers() -> None:
    found = values(worker_metrics([], None, NOW))

    assert (found["workers.orders.alive"], "workers.orders.wanted" in found, flow_metrics(None, NOW)) == (0, False, [])


def test_a_plan_has_metrics_of_its_decisions_and_its_age() -> None:
    found = values(flow_metrics(plan(), NOW + timedelta(seconds=5)))

    assert found == {
        "flow.orders.needed": 9,
        "flow.orders.rule": 2,
        "flow.orders.paused": 0,
        "flow.payments.needed": 0,
        "flow.payments.rule": 4,
        "flow.payments.paused": 1,
        "flow.plan_age_seconds": 5,
    }


def test_tasks_are_counted_by_name_and_state() -> None:
    counts = {
        **task_counted("drain", "succeeded"),
        **task_counted("manager.tick", "failed"),
        "attempts.orders.failed": 3,
    }

    (drain, tick) = task_totals(counts, NOW)

    assert (drain.name, drain.labels, drain.value) == (
        "tasks.drain.succeeded",
        {"task": "drain", "state": "succeeded"},
        1,
    )
    assert (tick.name, tick.labels) == ("tasks.manager.tick.failed", {"task": "manager.tick", "state": "failed"})


def test_durations_are_counted_as_integers_and_reported_in_seconds() -> None:
    counts = invocation_counted("producer", seconds=1.25, failed=True) | {"throughput": 1}

    found = values(function_totals(counts, NOW))

    assert found == {
        "functions.producer.invocations": 1,
        "functions.producer.errors": 1,
        "functions.producer.seconds": 1.25,
    }


def test_a_function_that_never_failed_has_0_errors() -> None:
    found = values(function_totals(invocation_counted("monitor", seconds=0.1, failed=False), NOW))

    assert found["functions.monitor.errors"] == 0
