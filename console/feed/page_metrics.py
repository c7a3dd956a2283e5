"""The metrics as a page reads them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from esteira.metrics.metric import Metric

from console.feed.messages import FeedMessage, MessageKind


class PageMetrics:
    """A copy of the metrics, kept up to date by the messages of the feed."""

    def __init__(self, metrics: Mapping[str, Metric]) -> None:
        self._metrics = dict(metrics)
        self._labelled: dict[tuple[str, str], list[str]] = {}

    @property
    def all(self) -> Mapping[str, Metric]:
        """All metrics by name."""
        return self._metrics

    def apply(self, message: FeedMessage) -> None:
        """Apply a message of the feed."""
        if message.kind is MessageKind.SNAPSHOT:
            self._metrics = dict(message.metrics)
            self._labelled.clear()
        else:
            if message.gone or not message.metrics.keys() <= self._metrics.keys():
                self._labelled.clear()
            self._metrics.update(message.metrics)
            for name in message.gone:
                self._metrics.pop(name, None)

    def value(self, name: str) -> float | None:
        """Return the value of a metric; None where it is unknown."""
        metric = self._metrics.get(name)
        return metric.value if metric else None

    def note(self, name: str) -> str:
        """Return the text of a coded metric; empty where it is unknown."""
        metric = self._metrics.get(name)
        return metric.note if metric else ""

    def at(self, name: str) -> datetime | None:
        """Return when the metric was measured; None where it is unknown."""
        metric = self._metrics.get(name)
        return metric.at if metric else None

    def oldest(self, names: Iterable[str]) -> datetime | None:
        """Return the oldest time of measurement among these metrics; None where none is known."""
        times = [metric.at for name in names if (metric := self._metrics.get(name))]
        return min(times, default=None)

    def labelled(self, pattern: str, label: str) -> Sequence[str]:
        """Return the sorted values of a label (lane, source, token) among the metrics of a pattern.

        They are kept until metrics appear or go: ten of these are asked for by each open page once a second.
        """
        asked = (pattern, label)
        if asked not in self._labelled:
            self._labelled[asked] = sorted(
                metric.labels[label] for metric in self._metrics.values() if metric.kind.pattern == pattern
            )
        return self._labelled[asked]
