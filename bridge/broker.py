"""The broker's Redis, asked for what Celery offers no way to ask: how many tasks wait, and who may work now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from esteira.domain.names import Lane
from esteira.errors import FlowUnavailable
from redis import Redis
from redis.exceptions import LockNotOwnedError, RedisError

from bridge.queues import drain_queue_name, waiting_key

LEASE = "esteira:manager:lease"
LEASE_SECONDS = 10.0
"""Above all ticks but one that waits for a target that hangs; two managers do no harm. One that is killed in the middle
of a tick holds the next one up for so long."""


class Broker:
    """`client` is one of Redis, with timeouts. All raise `FlowUnavailable`."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def waiting(self, *lanes: Lane) -> Mapping[Lane, int]:
        """How many drain tasks nobody has taken yet."""
        with _reached():
            pipeline = self._client.pipeline(transaction=False)
            for lane in lanes:
                pipeline.llen(waiting_key(drain_queue_name(lane)))
            return dict(zip(lanes, pipeline.execute(), strict=True))

    @contextmanager
    def lease(self) -> Iterator[bool]:
        """Whether the caller is the only manager at work while the block lasts."""
        lock = self._client.lock(LEASE, timeout=LEASE_SECONDS, blocking=False)
        with _reached():
            held = lock.acquire()
        try:
            yield held
        finally:
            if held:
                with _reached():
                    _release(lock)


def _release(lock: object) -> None:
    try:
        lock.release()  # type: ignore[attr-defined]
    except LockNotOwnedError:
        # It took longer than the lease: another manager may have begun, which does no harm.
        return


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise FlowUnavailable(f"({type(error).__name__})") from error
