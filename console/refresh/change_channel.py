"""The channel on which changes are announced."""

from collections.abc import AsyncIterator
from typing import Protocol

from esteira.core.announcing.redis import CHANNEL
from esteira.core.announcing.topics import Topic
from esteira.core.errors import MetricsUnavailable
from esteira.core.redis import redis_errors
from pydantic import SecretStr
from redis.asyncio import Redis

from console.feed.topics import TOPICS

TIMEOUT_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 5


class ChangeChannel(Protocol):
    """A source of notifications that something changed."""

    def changes(self) -> AsyncIterator[Topic | None]:
        """Yield None after subscribing, because earlier changes may have been missed, then the topic of each change.

        Raises `MetricsUnavailable` when the connection is lost; call it again to reconnect.
        """
        ...


class RedisChangeChannel:
    """The Redis channel `esteira:changes`."""

    def __init__(self, url: SecretStr) -> None:
        self._url = url

    async def changes(self) -> AsyncIterator[Topic | None]:
        """See `ChangeChannel.changes`."""
        client = Redis.from_url(
            self._url.get_secret_value(),
            socket_connect_timeout=TIMEOUT_SECONDS,
            health_check_interval=HEALTH_CHECK_SECONDS,
        )
        with redis_errors(MetricsUnavailable):
            async with client, client.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                while True:
                    if message := await channel.get_message(timeout=HEALTH_CHECK_SECONDS):
                        yield _topic(message["data"])


def _topic(data: object) -> Topic | None:
    """Return the topic; None for the answer to the subscription, and for a topic of another release."""
    return next((topic for topic in TOPICS if data == topic.encode()), None)
