"""The broker's Redis, for what Celery has no call for: how many tasks wait, and which manager may work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from esteira.core.errors import FlowUnavailable
from esteira.core.names import Lane
from esteira.core.redis import redis_errors
from redis import Redis
from redis.exceptions import LockNotOwnedError

from bridge.queues import drain_queue_name, waiting_key

LEASE = "esteira:manager:lease"
LEASE_SECONDS = 10.0
"""Longer than any tick except one that waits for a database that hangs; two managers at once do no harm. After a
manager was killed in the middle of a tick, the next one waits for so long."""


class Broker:
    """Needs a Redis client with timeouts. All methods raise `FlowUnavailable`."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def waiting(self, *lanes: Lane) -> Mapping[Lane, int]:
        """The number of drain tasks that no worker has taken yet."""
        with redis_errors(FlowUnavailable):
            pipeline = self._client.pipeline(transaction=False)
            for lane in lanes:
                pipeline.llen(waiting_key(drain_queue_name(lane)))
            return dict(zip(lanes, pipeline.execute(), strict=True))

    @contextmanager
    def lease(self) -> Iterator[bool]:
        """Whether the caller is the only active manager while the block lasts."""
        lock = self._client.lock(LEASE, timeout=LEASE_SECONDS, blocking=False)
        with redis_errors(FlowUnavailable):
            held = lock.acquire()
        try:
            yield held
        finally:
            if held:
                with redis_errors(FlowUnavailable):
                    _release(lock)


def _release(lock: object) -> None:
    try:
        lock.release()  # type: ignore[attr-defined]
    except LockNotOwnedError:
        # The block took longer than the lease: another manager may have started, which does no harm.
        return
