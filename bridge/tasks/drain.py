"""A bounded drain of one lane: a poller, not a message (R11). The manager hands out one for each idle worker."""

from esteira.domain.names import Lane
from esteira.errors import FlowUnavailable
from esteira.log import logger
from kombu.exceptions import OperationalError

from bridge.app import app
from bridge.queues import drain_queue_name
from bridge.worker.context import HERE
from bridge.worker.shared_state import SLATE

DRAIN = "drain"
EXPIRES_SECONDS = 30
"""A task that nobody took for so long was meant for a worker that is gone."""


@app.task(name=DRAIN, expires=EXPIRES_SECONDS)  # type: ignore[untyped-decorator]
def drain(lane: Lane) -> None:
    """Drains the lane, if it is this worker's and it is not asked to drain itself."""
    from bridge.worker.draining import drain_once

    drained = HERE.drained
    if not drained or drained.lane != lane or SLATE.draining:
        return
    # Again, for each task: after a child has begun, Celery's pool puts its own handlers of signals over ours.
    HERE.last_wish.hear(HERE.main_pid)
    if drain_once(drained, SLATE, lambda: HERE.last_wish.spoken):
        _hand_on(lane)


def hand_out(lane: Lane) -> None:
    """Sends one drain task. Raises `FlowUnavailable`; the manager's next tick sends what could not be sent."""
    try:
        drain.apply_async(args=(lane,), queue=drain_queue_name(lane), retry=False)
    except OperationalError as error:
        raise FlowUnavailable(f"({error})") from error


def _hand_on(lane: Lane) -> None:
    """The next one at once: until the manager saw that this worker is idle, seconds would pass."""
    try:
        hand_out(lane)
    except FlowUnavailable as error:
        logger.warning("task not handed on", action="drain", lane=lane, error=str(error))
