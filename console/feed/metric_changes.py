"""The difference between two sets of metrics, as it is sent to listeners."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from esteira.core.announcing.topics import Topic
from esteira.metrics.metric import Metric

CONFIRM_AFTER = timedelta(seconds=30)
"""An unchanged metric is sent again when it was measured this much later, so that listeners can detect stale ones."""

COUNTS_DOWN = ".seconds_left"
"""Suffix of countdowns: they change with the clock alone, so listeners count down by themselves."""

CLOCK_TOLERANCE_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class MetricChanges:
    """New and changed metrics, and the topics of the removed ones by name."""

    metrics: Mapping[str, Metric]
    gone: Mapping[str, Topic]

    def __bool__(self) -> bool:
        return bool(self.metrics or self.gone)

    def for_topics(self, topics: frozenset[Topic]) -> "MetricChanges":
        """Return the part that belongs to these topics."""
        return MetricChanges(
            metrics={name: metric for name, metric in self.metrics.items() if metric.topic in topics},
            gone={name: topic for name, topic in self.gone.items() if topic in topics},
        )


def changes_between(old: Mapping[str, Metric], new: Mapping[str, Metric]) -> MetricChanges:
    """Return what a listener that has `old` must receive to have `new`."""
    return MetricChanges(
        metrics={name: metric for name, metric in new.items() if _is_significant(old.get(name), metric)},
        gone={name: metric.topic for name, metric in old.items() if name not in new},
    )


def _is_significant(sent: Metric | None, now: Metric) -> bool:
    if sent is None or (sent.note, sent.labels) != (now.note, now.labels) or now.at - sent.at >= CONFIRM_AFTER:
        return True
    if now.name.endswith(COUNTS_DOWN):
        expected = sent.value - (now.at - sent.at).total_seconds()
        return abs(now.value - expected) > CLOCK_TOLERANCE_SECONDS
    return now.value != sent.value
