"""The counts of those who report, in Redis."""

from collections.abc import Sequence
from typing import cast

from redis import Redis

from esteira.core.errors import MetricsUnavailable
from esteira.core.redis import redis_errors
from esteira.core.reporting.redis import COUNTS, MINUTES
from esteira.failures.ports import CountedMinute


class RedisErrorCounts:
    """The port `ErrorCounts`. Needs a client whose answers are text. Whether a minute is over is told by Redis."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def minutes(self) -> Sequence[CountedMinute]:
        """See `ErrorCounts.minutes`."""
        with redis_errors(MetricsUnavailable):
            # The time first: a minute that was over by then cannot change any more.
            seconds, _ = self._client.time()
            known = sorted(int(minute) for minute in cast("set[str]", self._client.smembers(MINUTES)))
            pipeline = self._client.pipeline(transaction=False)
            for minute in known:
                pipeline.hgetall(_key(minute))
            found = pipeline.execute()
        return [
            CountedMinute(
                minute=minute,
                counts={name: int(number) for name, number in counts.items()},
                is_over=minute < seconds // 60,
            )
            for minute, counts in zip(known, found, strict=True)
        ]

    def forget(self, minutes: Sequence[int]) -> None:
        """See `ErrorCounts.forget`."""
        if not minutes:
            return
        with redis_errors(MetricsUnavailable):
            pipeline = self._client.pipeline(transaction=True)
            pipeline.delete(*(_key(minute) for minute in minutes))
            pipeline.srem(MINUTES, *minutes)
            pipeline.execute()


def _key(minute: int) -> str:
    return f"{COUNTS}:{minute}"
