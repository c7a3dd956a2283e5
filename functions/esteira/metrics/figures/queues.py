"""Metrics of a lane's two queues: depths and ages."""

from dataclasses import dataclass
from datetime import datetime

from esteira.core.names import Lane
from esteira.core.queue.depth import QueueDepth
from esteira.metrics.metric import Metric, metric, seconds_since


@dataclass(frozen=True, kw_only=True)
class LaneReading:
    """Depths of a lane's queue and dead-letter queue, and the recorded time of the oldest message of each."""

    queue: QueueDepth
    dead_letters: QueueDepth
    oldest_at: datetime | None = None
    oldest_dead_at: datetime | None = None


def queue_metrics(lane: Lane, reading: LaneReading, at: datetime) -> list[Metric]:
    """Return all queue metrics of one lane."""
    return [
        metric("queue.{lane}.visible", reading.queue.visible, at, lane=lane),
        metric("queue.{lane}.in_flight", reading.queue.in_flight, at, lane=lane),
        metric("queue.{lane}.delayed", reading.queue.delayed, at, lane=lane),
        metric("queue.{lane}.dead", reading.dead_letters.total, at, lane=lane),
        metric("queue.{lane}.oldest_seconds", seconds_since(reading.oldest_at, at), at, lane=lane),
        metric("queue.{lane}.oldest_dead_seconds", seconds_since(reading.oldest_dead_at, at), at, lane=lane),
    ]
