"""What is known now, and everybody who wants to hear of it. Lives on the event loop: no locks, no waiting."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from esteira.clock import Clock, utc_now
from esteira.domain.metrics.catalogue import Topic
from esteira.domain.metrics.metric import Metric

from console.feed.messages import MessageKind, FeedMessage, FeedStatus
from console.feed.metric_changes import changes_between
from console.feed.subscription import Subscription
from console.feed.topics import TOPICS


class FeedHub:
    """Tells every subscriber the same, at once, and never waits for one: who falls behind is dropped."""

    def __init__(self, *, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._told: dict[str, Metric] = {}
        self._status = FeedStatus()
        self._subscriptions: set[Subscription] = set()

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """What subscribers know."""
        return self._told

    @property
    def status(self) -> FeedStatus:
        """Whether what they know is live."""
        return self._status

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._subscriptions)

    def publish(self, metrics: Mapping[str, Metric]) -> None:
        """Makes these the current figures, and tells what changed to whom it concerns."""
        changes = changes_between(self._told, metrics)
        self._told = {**{name: self._told[name] for name in self._told if name in metrics}, **changes.metrics}
        if not changes:
            return
        now = self._clock()

        @cache
        def message(topics: frozenset[Topic]) -> FeedMessage | None:
            part = changes.for_topics(topics)
            return FeedMessage(kind=MessageKind.CHANGES, at=now, metrics=part.metrics, gone=tuple(part.gone)) if part else None

        for subscription in tuple(self._subscriptions):
            if told := message(subscription.topics):
                subscription.tell(told)

    def report(self, status: FeedStatus) -> None:
        """Tells everybody the state of the feed, once."""
        if status != self._status:
            self._status = status
            self._tell_all(FeedMessage(kind=MessageKind.STATUS, at=self._clock(), status=status))

    def beat(self) -> None:
        """Tells everybody that the feed is there."""
        self._tell_all(FeedMessage(kind=MessageKind.HEARTBEAT, at=self._clock(), status=self._status))

    @contextmanager
    def subscribed(self, topics: frozenset[Topic] = TOPICS) -> Iterator[Subscription]:
        """Hears a snapshot first, then everything that happens to these topics."""
        subscription = Subscription(topics)
        subscription.tell(self._snapshot(topics))
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def _snapshot(self, topics: frozenset[Topic]) -> FeedMessage:
        metrics = {name: metric for name, metric in self._told.items() if metric.topic in topics}
        return FeedMessage(kind=MessageKind.SNAPSHOT, at=self._clock(), metrics=metrics, status=self._status)

    def _tell_all(self, message: FeedMessage) -> None:
        for subscription in tuple(self._subscriptions):
            subscription.tell(message)
