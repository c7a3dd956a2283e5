"""One listener's place in the feed: a short queue, and a flag that it overflowed."""

import asyncio

from esteira.domain.metrics.catalogue import Topic

from console.feed.messages import Message

MESSAGES_WAITING = 32
"""More than half a minute of changes: who is further behind than this does not read."""


class Subscription:
    """Messages in order, none left out, until it is dropped. Memory is bounded by `MESSAGES_WAITING`."""

    def __init__(self, topics: frozenset[Topic]) -> None:
        self.topics = topics
        self.dropped = asyncio.Event()
        self._waiting: asyncio.Queue[Message] = asyncio.Queue(MESSAGES_WAITING)

    def tell(self, message: Message) -> None:
        """Queues the message, or drops a listener that has not read the last ones."""
        if self.dropped.is_set():
            return
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.dropped.set()

    async def next(self) -> Message:
        """The next message, when there is one."""
        return await self._waiting.get()
