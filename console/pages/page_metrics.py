"""The figures as a page looks at them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from esteira.domain.metrics.metric import Metric

from console.feed.messages import MessageKind, FeedMessage


class PageMetrics:
    """What the page knows, kept up to date by the feed's messages."""

    def __init__(self, metrics: Mapping[str, Metric]) -> None:
        self._metrics = dict(metrics)

    def apply(self, message: FeedMessage) -> None:
        """Takes over what a message says."""
        if message.kind is MessageKind.SNAPSHOT:
            self._metrics = dict(message.metrics)
        else:
            self._metrics.update(message.metrics)
            for name in message.gone:
                self._metrics.pop(name, None)

    def value(self, name: str) -> float | None:
        """The figure; None where it is not known."""
        metric = self._metrics.get(name)
        return metric.value if metric else None

    def note(self, name: str) -> str:
        """What a coded figure means; empty where nothing is known."""
        metric = self._metrics.get(name)
        return metric.note if metric else ""

    def at(self, name: str) -> datetime | None:
        """The moment of the figure."""
        metric = self._metrics.get(name)
        return metric.at if metric else None

    def oldest(self, names: Iterable[str]) -> datetime | None:
        """The moment of the oldest of these figures; None where none of them is known."""
        moments = [metric.at for name in names if (metric := self._metrics.get(name))]
        return min(moments, default=None)

    def labelled(self, pattern: str, label: str) -> list[str]:
        """The values of a label among the metrics of a kind, sorted: lanes, sources, tokens."""
        return sorted(metric.labels[label] for metric in self._metrics.values() if metric.kind.pattern == pattern)
