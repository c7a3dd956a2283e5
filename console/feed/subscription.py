"""One listener's place in the feed: a short queue, and a flag that it overflowed."""

import asyncio

from esteira.domain.metrics.catalogue import Topic

from console.feed.messages import FeedMessage

MAX_WAITING_MESSAGES = 32
"""More than half a minute of changes: who is further behind than this does not read."""


class Subscription:
    """Messages in order, none left out, until it is dropped. Memory is bounded by `MAX_WAITING_MESSAGES`."""

    def __init__(self, topics: frozenset[Topic]) -> None:
        self.topics = topics
        self.dropped = asyncio.Event()
        self._waiting: asyncio.Queue[FeedMessage] = asyncio.Queue(MAX_WAITING_MESSAGES)

    def tell(self, message: FeedMessage) -> None:
        """Queues the message, or drops a listener that has not read the last ones."""
        if self.dropped.is_set():
            return
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.dropped.set()

    async def next(self) -> FeedMessage:
        """The next message, when there is one."""
        return await self._waiting.get()
