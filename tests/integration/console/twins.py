"""In-memory twins of the metrics gateway and of the channel of changes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import timedelta

from esteira.core.announcing.topics import Topic
from esteira.core.clock import utc_now
from esteira.core.errors import MetricsUnavailable
from esteira.metrics.compute_metrics import Computed
from esteira.metrics.metric import Metric
from esteira.metrics.prometheus import exposition
from esteira.metrics.ring_buffer import Point

from console.feed.hub import FeedHub
from console.refresh.reports_relay import ReportsRelay


class MemoryMetricsGateway:
    """The port `MetricsGateway` in memory. `away`: Redis does not answer, because of `cause`.

    `refuses_writes`: it answers reads, but nothing can be measured. `computing` is called in each measurement.
    """

    def __init__(self) -> None:
        self.current: dict[str, Metric] = {}
        self.failed: dict[str, str] = {}
        self.computed = 0
        self.away = False
        self.refuses_writes = False
        self.cause = ""
        self.computing: Callable[[], None] = lambda: None

    def compute(self) -> Computed:
        """See `MetricsGateway.compute`."""
        self._answer(writing=True)
        self.computed += 1
        self.computing()
        return Computed(at=utc_now(), metrics=tuple(self.current.values()), failed=self.failed)

    def read(self) -> Mapping[str, Metric]:
        """See `MetricsGateway.read`."""
        self._answer()
        return dict(self.current)

    def history(self, name: str, past: timedelta) -> Sequence[Point]:  # noqa: ARG002 - the port's signature
        """See `MetricsGateway.history`: it is always empty."""
        self._answer()
        return ()

    def exposition(self) -> str:
        """See `MetricsGateway.exposition`."""
        return exposition(self.read().values())

    def _answer(self, *, writing: bool = False) -> None:
        if self.away or (writing and self.refuses_writes):
            raise MetricsUnavailable("(10.1.2.3)", cause=self.cause)


class MemoryChangeChannel:
    """The port `ChangeChannel` in memory."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Topic] = asyncio.Queue()

    def announce(self, topic: Topic = "orders") -> None:
        """Announce a change."""
        self._queue.put_nowait(topic)

    async def changes(self) -> AsyncIterator[Topic | None]:
        """See `ChangeChannel.changes`."""
        yield None
        while True:
            yield await self._queue.get()


def no_reports(hub: FeedHub) -> ReportsRelay:
    """Return a relay without reports."""
    return ReportsRelay(hub=hub, read=lambda: ())
