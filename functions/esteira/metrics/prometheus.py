"""The current metrics in Prometheus' text format."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector

from esteira.metrics.catalogue import CATALOGUE, MetricKind
from esteira.metrics.metric import Metric

COMPUTED = "esteira_computed_timestamp_seconds"


def exposition(metrics: Iterable[Metric]) -> str:
    """Return the text. `queue.{lane}.visible` becomes `esteira_queue_visible{lane="…"}`; counters end in `_total`.

    `esteira_computed_timestamp_seconds{topic="…"}` is the time at which the oldest value of a topic was computed, so
    that alerts can watch its age.
    """
    registry = CollectorRegistry()
    registry.register(_Current(list(metrics)))
    return generate_latest(registry).decode()


def family_name(kind: MetricKind) -> str:
    """Return the Prometheus metric family of a row of the catalogue (see `sample_name`)."""
    return "esteira_" + re.sub(r"\.?\{\w+\}", "", kind.pattern).replace(".", "_")


def sample_name(kind: MetricKind) -> str:
    """Return the name of its samples, which expressions use: the family's name, with `_total` for counters."""
    return family_name(kind) + ("_total" if kind.counter else "")


def sample_names() -> frozenset[str]:
    """Return all names that an expression can use."""
    return frozenset({COMPUTED, *map(sample_name, CATALOGUE)})


class _Current(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Family]:
        """Yield all families, each with its samples."""
        by_kind: dict[MetricKind, list[Metric]] = defaultdict(list)
        for figure in self._metrics:
            by_kind[figure.kind].append(figure)
        yield from (_family(kind, figures) for kind, figures in by_kind.items())
        yield self._ages()

    def _ages(self) -> Family:
        oldest: dict[str, float] = {}
        for figure in self._metrics:
            at = figure.at.timestamp()
            oldest[figure.topic] = min(at, oldest.get(figure.topic, at))
        family = GaugeMetricFamily(COMPUTED, "When the oldest value of a topic was computed.", labels=["topic"])
        for topic, at in sorted(oldest.items()):
            family.add_metric([topic], at)
        return family


def _family(kind: MetricKind, figures: Sequence[Metric]) -> Family:
    labels = sorted(figures[0].labels)
    family_type = CounterMetricFamily if kind.counter else GaugeMetricFamily
    family = family_type(family_name(kind), f"{kind.meaning} Unit: {kind.unit}.", labels=labels)
    for figure in figures:
        family.add_metric([figure.labels[label] for label in labels], figure.value)
    return family
