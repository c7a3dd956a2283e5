"""Rates are computed from counts that only grow (R13)."""

from datetime import UTC, datetime, timedelta

import pytest
from esteira.consumer.attempt_counts import attempts_counted
from esteira.consumer.outcomes import AttemptStatus
from esteira.metrics.figures.throughput import Mark
from esteira.metrics.measure_throughput import ThroughputDeps, measure_throughput
from esteira.metrics.memory import MemoryMetricsStore, MemoryTargetFigures

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
BEFORE = Mark(at=NOON, counts={"orders": 100, "attempts.orders.succeeded": 80, "attempts.orders.failed": 40})


def counter(orders: int, **attempts: int) -> ThroughputDeps:
    """Return the current counts: orders in the target, attempts of the lane `orders` by status."""
    store = MemoryMetricsStore()
    store.counted.update({f"attempts.orders.{status}": number for status, number in attempts.items()})
    return ThroughputDeps(figures=MemoryTargetFigures(arrived=orders), store=store)


def rates(now: ThroughputDeps, seconds: float) -> dict[str, float]:
    measured = measure_throughput(now, BEFORE, NOON + timedelta(seconds=seconds))
    return {figure.name: figure.value for figure in measured.metrics}


def test_a_rate_is_the_growth_per_second() -> None:
    found = rates(counter(130, succeeded=110, failed=45, refused=5), 10)

    assert (found["throughput.orders"], found["throughput.orders.attempts"], found["throughput.orders.errors"]) == (
        3,
        4,
        1,
    )
    assert (found["attempts.orders.all"], found["attempts.orders.errors"]) == (160, 50)


def test_processed_payments_have_a_rate_that_counts_neither_failures_nor_repeats() -> None:
    store = MemoryMetricsStore()
    store.counted.update(
        {"attempts.payments.succeeded": 50, "attempts.payments.failed": 9, "attempts.payments.duplicate": 7}
    )

    assert rates(ThroughputDeps(figures=MemoryTargetFigures(arrived=100), store=store), 10)["throughput.payments"] == 5


def test_counts_that_restarted_grow_from_0() -> None:
    found = rates(counter(100, succeeded=20, failed=10), 10)

    assert (found["throughput.orders.attempts"], found["throughput.orders.errors"]) == (3, 1)


def test_deleted_orders_are_not_counted_as_throughput() -> None:
    assert rates(counter(70), 10)["throughput.orders"] == 0


@pytest.mark.parametrize(("seconds", "moves"), [(0.1, False), (0.89, False), (0.9, True), (60, True), (-5, True)])
def test_a_mark_moves_when_the_span_is_long_enough_for_a_rate(seconds: float, moves: bool) -> None:
    measured = measure_throughput(counter(130), BEFORE, NOON + timedelta(seconds=seconds))

    assert (measured.mark is not None) is moves
    assert any(figure.name == "throughput.orders" for figure in measured.metrics) is moves


def test_the_first_measurement_has_a_mark_and_no_rate() -> None:
    measured = measure_throughput(counter(130), None, NOON)

    assert [figure.name for figure in measured.metrics if figure.name.startswith("throughput.")] == []
    assert measured.mark == Mark(at=NOON, counts={"orders": 130})


def test_a_batch_adds_its_attempts_by_their_status() -> None:
    counted = attempts_counted("payments", {AttemptStatus.SUCCEEDED: 3, AttemptStatus.REFUSED: 1})

    assert counted == {"attempts.payments.succeeded": 3, "attempts.payments.refused": 1}
