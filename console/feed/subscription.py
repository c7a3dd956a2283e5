"""One listener's subscription: a bounded queue, and an event that is set when it overflows."""

import asyncio

from esteira.core.announcing.topics import Topic

from console.feed.messages import FeedMessage

MAX_WAITING_MESSAGES = 32
"""More than half a minute of changes: a listener that is further behind does not read."""


class Subscription:
    """Delivers messages in order and without gaps until it is dropped. Holds at most `MAX_WAITING_MESSAGES`."""

    def __init__(self, topics: frozenset[Topic]) -> None:
        self.topics = topics
        self.dropped = asyncio.Event()
        self._waiting: asyncio.Queue[FeedMessage] = asyncio.Queue(MAX_WAITING_MESSAGES)

    def push(self, message: FeedMessage) -> None:
        """Queue the message; drop the subscription if its queue is full."""
        if self.dropped.is_set():
            return
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.dropped.set()

    async def next(self) -> FeedMessage:
        """Wait for the next message."""
        return await self._waiting.get()
