"""What of the new figures is worth telling."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from esteira.domain.metrics.catalogue import Topic
from esteira.domain.metrics.metric import Metric

CONFIRM_AFTER = timedelta(seconds=30)
"""A figure that stays the same is told again when it is this much newer: it is how a listener knows it is not stale."""

COUNTS_DOWN = ".seconds_left"
"""These change by the clock alone, and every listener has a clock."""

CLOCK_TOLERANCE_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class MetricChanges:
    """The figures to tell, and the topics of the names that are gone."""

    metrics: Mapping[str, Metric]
    gone: Mapping[str, Topic]

    def __bool__(self) -> bool:
        return bool(self.metrics or self.gone)

    def for_topics(self, topics: frozenset[Topic]) -> "MetricChanges":
        """Only what concerns these topics."""
        return MetricChanges(
            metrics={name: metric for name, metric in self.metrics.items() if metric.topic in topics},
            gone={name: topic for name, topic in self.gone.items() if topic in topics},
        )


def changes_between(old: Mapping[str, Metric], new: Mapping[str, Metric]) -> MetricChanges:
    """What a listener who knows `old` must be told to know `new`."""
    return MetricChanges(
        metrics={name: metric for name, metric in new.items() if _is_significant(old.get(name), metric)},
        gone={name: metric.topic for name, metric in old.items() if name not in new},
    )


def _is_significant(told: Metric | None, now: Metric) -> bool:
    if told is None or (told.note, told.labels) != (now.note, now.labels) or now.at - told.at >= CONFIRM_AFTER:
        return True
    if now.name.endswith(COUNTS_DOWN):
        expected = told.value - (now.at - told.at).total_seconds()
        return abs(now.value - expected) > CLOCK_TOLERANCE_SECONDS
    return now.value != told.value
