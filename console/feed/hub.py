"""Current metrics and their subscribers. Use it on the event loop only: it has no locks and never blocks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from esteira.core.announcing.topics import Topic
from esteira.core.clock import Clock, utc_now
from esteira.metrics.metric import Metric
from esteira.reports.report import ReportJob

from console.feed.messages import FeedMessage, FeedStatus, MessageKind
from console.feed.metric_changes import changes_between
from console.feed.subscription import Subscription
from console.feed.topics import TOPICS


class FeedHub:
    """Sends every change to all subscribers without waiting for any; a subscriber that falls behind is dropped."""

    def __init__(self, *, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._current: dict[str, Metric] = {}
        self._status = FeedStatus()
        self._subscriptions: set[Subscription] = set()

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """The metrics as subscribers have them."""
        return self._current

    @property
    def status(self) -> FeedStatus:
        """The status as subscribers have it."""
        return self._status

    @property
    def listeners(self) -> int:
        """Number of subscriptions."""
        return len(self._subscriptions)

    def publish(self, metrics: Mapping[str, Metric]) -> None:
        """Replace the current metrics, and send the changes to the subscribers of their topics."""
        changes = changes_between(self._current, metrics)
        self._current = {**{name: self._current[name] for name in self._current if name in metrics}, **changes.metrics}
        if not changes:
            return
        now = self._clock()

        @cache
        def message(topics: frozenset[Topic]) -> FeedMessage | None:
            part = changes.for_topics(topics)
            return (
                FeedMessage(kind=MessageKind.CHANGES, at=now, metrics=part.metrics, gone=tuple(part.gone))
                if part
                else None
            )

        for subscription in tuple(self._subscriptions):
            if part := message(subscription.topics):
                subscription.push(part)

    def report_status(self, status: FeedStatus) -> None:
        """Send the status to all subscribers if it changed."""
        if status != self._status:
            self._status = status
            self._push_to_all(FeedMessage(kind=MessageKind.STATUS, at=self._clock(), status=status))

    def send_reports(self, reports: Sequence[ReportJob]) -> None:
        """Send how far reports are to the subscribers of their topic."""
        if not reports:
            return
        message = FeedMessage(kind=MessageKind.REPORTS, at=self._clock(), reports=reports)
        for subscription in tuple(self._subscriptions):
            if "reports" in subscription.topics:
                subscription.push(message)

    def send_heartbeat(self) -> None:
        """Send a heartbeat to all subscribers."""
        self._push_to_all(FeedMessage(kind=MessageKind.HEARTBEAT, at=self._clock(), status=self._status))

    @contextmanager
    def subscribed(self, topics: frozenset[Topic] = TOPICS) -> Iterator[Subscription]:
        """Subscribe to these topics for the length of the block. The first message is a snapshot."""
        subscription = Subscription(topics)
        subscription.push(self._snapshot(topics))
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def _snapshot(self, topics: frozenset[Topic]) -> FeedMessage:
        metrics = {name: metric for name, metric in self._current.items() if metric.topic in topics}
        return FeedMessage(kind=MessageKind.SNAPSHOT, at=self._clock(), metrics=metrics, status=self._status)

    def _push_to_all(self, message: FeedMessage) -> None:
        for subscription in tuple(self._subscriptions):
            subscription.push(message)
