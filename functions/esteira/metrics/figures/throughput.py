"""Metrics of throughput: orders, attempts and errors per second, from counts that only grow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from esteira.consumer.attempt_counts import attempts_counter
from esteira.consumer.outcomes import AttemptStatus
from esteira.core.names import LANES
from esteira.metrics.metric import Metric, metric

SHORTEST_SPAN_SECONDS = 0.9
"""Over a shorter time a rate depends on single batches, so none is computed and the mark stays."""

ORDERS = "orders"
"""Name of the count of orders in the target. All other counts have the names under which announcers add to them."""

PROCESSED_PAYMENTS = attempts_counter("payments", AttemptStatus.SUCCEEDED)
ANSWERED_LOOKUPS = attempts_counter("lookups", AttemptStatus.SUCCEEDED)

ERRORS = (AttemptStatus.FAILED, AttemptStatus.REFUSED)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The counts at the time `at`, from which the next rates are computed."""

    at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)


def attempt_totals(counts: Mapping[str, int], at: datetime) -> list[Metric]:
    """Return the totals of attempts and errors of each lane."""
    return [
        figure
        for lane in LANES
        for figure in (
            metric("attempts.{lane}.all", _attempts(counts, lane), at, lane=lane),
            metric("attempts.{lane}.errors", _errors(counts, lane), at, lane=lane),
        )
    ]


def is_too_soon(before: Mark, now: datetime) -> bool:
    """Return whether the time since a mark is too short for a rate."""
    return 0 <= (now - before.at).total_seconds() < SHORTEST_SPAN_SECONDS


def rates(before: Mark, after: Mark) -> list[Metric]:
    """Return the growth per second between two marks. A count that shrank is taken to have restarted at 0 (R13)."""
    span = max(SHORTEST_SPAN_SECONDS, (after.at - before.at).total_seconds())
    grown = {name: _growth(before.counts.get(name, 0), count) / span for name, count in after.counts.items()}
    figures = [
        figure
        for lane in LANES
        for figure in (
            metric("throughput.{lane}.attempts", _attempts(grown, lane), after.at, lane=lane),
            metric("throughput.{lane}.errors", _errors(grown, lane), after.at, lane=lane),
        )
    ]
    return [
        metric("throughput.orders", _orders_rate(before, after, span), after.at),
        metric("throughput.payments", grown.get(PROCESSED_PAYMENTS, 0), after.at),
        metric("throughput.lookups", grown.get(ANSWERED_LOOKUPS, 0), after.at),
        *figures,
    ]


def _orders_rate(before: Mark, after: Mark, span: float) -> float:
    """Return the rate of orders; 0 if there are fewer. Orders are rows: a lower count means deletions, no restart."""
    return max(0, after.counts.get(ORDERS, 0) - before.counts.get(ORDERS, 0)) / span


def _growth(before: int, after: int) -> int:
    return after - before if after >= before else after


def _attempts(counts: Mapping[str, float], lane: str) -> float:
    return sum(count for name, count in counts.items() if name.startswith(f"attempts.{lane}."))


def _errors(counts: Mapping[str, float], lane: str) -> float:
    return sum(counts.get(attempts_counter(lane, status), 0) for status in ERRORS)
