"""The drain task: consumes one lane for a bounded time (R11). The manager dispatches one for each idle worker."""

from esteira.core.errors import FlowUnavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.redis_trouble import redis_trouble
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from bridge.app import app
from bridge.queues import drain_queue_name
from bridge.worker.context import WORKER
from bridge.worker.shared_state import SHARED_STATE

DRAIN = "drain"
EXPIRES_SECONDS = 30
"""The worker of a task that was not taken for so long no longer exists."""


@app.task(name=DRAIN, expires=EXPIRES_SECONDS)  # type: ignore[untyped-decorator]
def drain(lane: Lane) -> None:
    """Drains the lane, unless it is not this worker's, or this worker takes nothing new."""
    from bridge.worker.draining import drain_once

    consumer = WORKER.consumer
    if not consumer or consumer.lane != lane or SHARED_STATE.draining:
        return
    # Again for each task: after the start of a child, Celery's pool replaces our signal handlers with its own.
    WORKER.shutdown.install(WORKER.main_pid)
    if drain_once(consumer, SHARED_STATE, lambda: WORKER.shutdown.requested):
        _dispatch_next(lane)


def dispatch(lane: Lane) -> None:
    """Sends one drain task. Raises `FlowUnavailable`; the manager sends it at its next tick instead."""
    try:
        drain.apply_async(args=(lane,), queue=drain_queue_name(lane), retry=False)
    except (OperationalError, RedisError) as error:
        # Kombu's own error has the one of Redis as its cause.
        raise FlowUnavailable(f"({type(error).__name__})", cause=redis_trouble(error.__cause__ or error)) from error


def _dispatch_next(lane: Lane) -> None:
    """Sent at once: otherwise the worker would be idle until the manager's next tick."""
    try:
        dispatch(lane)
    except FlowUnavailable as error:
        logger.warning("next task not sent", action="drain", lane=lane, error=str(error))
