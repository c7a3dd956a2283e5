"""Announces changes over Redis: one publication and the counts, in one round trip."""

from collections.abc import Mapping
from functools import cached_property

from pydantic import SecretStr
from redis import Redis
from redis.client import Pipeline

from esteira.core.announcing.topics import Topic
from esteira.core.errors import MetricsUnavailable
from esteira.core.redis import low_timeout_client, redis_errors

CHANNEL = "esteira:changes"
"""The payload is the topic's name."""
COUNTS = "esteira:counts"
"""A hash: what was counted, by name."""


class RedisAnnouncer:
    """The port `Announcer`. Connects at the first announcement."""

    def __init__(self, url: SecretStr) -> None:
        self._url = url

    def announce(self, topic: Topic, counted: Mapping[str, int]) -> None:
        """See `Announcer.announce`. Raises also `BadSettings`. Nothing is said twice: no second try after a timeout."""
        pipeline = self._counting(counted)
        pipeline.publish(CHANNEL, topic)
        _execute(pipeline)

    def count(self, counted: Mapping[str, int]) -> None:
        """See `Announcer.count`. Raises also `BadSettings`."""
        _execute(self._counting(counted))

    def _counting(self, counted: Mapping[str, int]) -> Pipeline:
        pipeline = self._client.pipeline(transaction=False)
        for name, count in counted.items():
            pipeline.hincrby(COUNTS, name, count)
        return pipeline

    @cached_property
    def _client(self) -> Redis:
        return low_timeout_client(self._url)


def _execute(pipeline: Pipeline) -> None:
    with redis_errors(MetricsUnavailable):
        pipeline.execute()
