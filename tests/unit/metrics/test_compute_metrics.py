"""Computing all metrics: one failure affects no other metric, and metrics of removed things disappear."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from esteira.core.errors import QueueUnavailable
from esteira.metrics.compute_metrics import Computed, MetricsDeps, compute_metrics
from esteira.metrics.measure import MetricsPart
from esteira.metrics.measure_throughput import ThroughputDeps
from esteira.metrics.memory import MemoryMetricsStore, MemoryTargetFigures
from esteira.metrics.metric import STALE_AFTER_SECONDS, Metric, metric

from tests.fixtures.clock import HandClock


class MetricsFixture:
    """In-memory metrics dependencies with two sources and a lane. Depth None: the queue is not reachable."""

    def __init__(self) -> None:
        self.clock, self.store = HandClock(), MemoryMetricsStore()
        self.sources: dict[str, float] = {"one": 1, "two": 2}
        self.depth: float | None = 5

    def compute(self) -> Computed:
        parts = [
            MetricsPart(prefix="source.", measure=self._sources),
            MetricsPart(prefix="queue.orders.", measure=self._lane),
        ]
        counter = ThroughputDeps(figures=MemoryTargetFigures(), store=self.store)
        return compute_metrics(MetricsDeps(parts=parts, counter=counter, store=self.store, clock=self.clock))

    def value(self, name: str) -> Any:
        stored = self.store.read().metrics.get(name)
        return stored and stored.value

    def _sources(self, at: Any) -> Sequence[Metric]:
        return [metric("source.{source}.lag", lag, at, source=name) for name, lag in self.sources.items()]

    def _lane(self, at: Any) -> Sequence[Metric]:
        if self.depth is None:
            raise QueueUnavailable
        return [metric("queue.{lane}.visible", self.depth, at, lane="orders")]


def test_the_metrics_of_all_parts_are_stored_with_the_time_of_the_computation() -> None:
    fixture = MetricsFixture()

    computed = fixture.compute()

    stored = fixture.store.read().metrics
    assert {name: figure.value for name, figure in stored.items() if figure.value} == {
        "source.one.lag": 1,
        "source.two.lag": 2,
        "queue.orders.visible": 5,
    }
    assert {figure.at for figure in stored.values()} == {computed.at}


def test_a_part_that_fails_keeps_its_value_until_it_is_stale() -> None:
    fixture = MetricsFixture()
    fixture.compute()
    fixture.depth, fixture.sources["one"] = None, 9
    fixture.clock.forward(STALE_AFTER_SECONDS + 1)

    computed = fixture.compute()

    stored = fixture.store.read().metrics["queue.orders.visible"]
    assert list(computed.failed) == ["queue.orders."]
    assert (fixture.value("source.one.lag"), stored.value, stored.is_stale(fixture.clock())) == (9, 5, True)


def test_a_metric_that_its_part_no_longer_has_is_removed() -> None:
    fixture = MetricsFixture()
    fixture.compute()
    del fixture.sources["two"]

    fixture.compute()

    assert (fixture.value("source.one.lag"), fixture.value("source.two.lag")) == (1, None)


def test_a_metric_that_was_not_measured_for_a_day_is_removed() -> None:
    fixture = MetricsFixture()
    fixture.compute()
    fixture.depth = None

    fixture.clock.forward(timedelta(days=1).total_seconds())
    fixture.compute()
    within_a_day = fixture.value("queue.orders.visible")
    fixture.clock.forward(1)
    fixture.compute()

    assert (within_a_day, fixture.value("queue.orders.visible")) == (5, None)


def test_metrics_are_moving_while_a_queue_has_messages() -> None:
    fixture = MetricsFixture()
    moving = fixture.compute().moving
    fixture.depth = 0

    assert (moving, fixture.compute().moving) == (True, False)


def test_a_value_is_stale_after_exactly_the_limit() -> None:
    clock = HandClock()
    figure = metric("callbacks.unprocessed", 1, clock())

    clock.forward(STALE_AFTER_SECONDS)
    at_the_limit = figure.is_stale(clock())
    clock.forward(0.001)

    assert (at_the_limit, figure.is_stale(clock())) == (False, True)
