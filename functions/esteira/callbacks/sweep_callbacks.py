"""Send callbacks again whose message did not reach the queue or was lost with it, except dead ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from esteira.callbacks.callback import Callback, message_of
from esteira.callbacks.ports import CallbackRepository
from esteira.core.clock import Clock
from esteira.core.log import logger
from esteira.core.messages import encode
from esteira.core.queue.batching import SENT
from esteira.core.queue.ports import QueueDepthReader
from esteira.core.queue.send_batches import BatchSender

PORTION = 500
EMPTY_LANE_WAIT = timedelta(minutes=2)
"""An empty lane has no message under way, but SQS counts lag by a minute and callbacks are sent after being stored."""
MIN_REMAINING_SECONDS = 10.0
"""With less time left no further portion is claimed, because claimed callbacks must be sent or released."""


@dataclass(frozen=True, kw_only=True)
class SweepDeps:
    """Dependencies of `sweep_callbacks`. `first_wait`: time without activity after which the first message is lost."""

    repository: CallbackRepository
    lane: QueueDepthReader
    batch_sender: BatchSender
    first_wait: timedelta
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Swept:
    """Callbacks sent again, and callbacks that the queue did not accept, which are due at the next sweep."""

    sent: int = 0
    unsent: int = 0


def sweep_callbacks(sweep_deps: SweepDeps, *, remaining_seconds: Callable[[], float]) -> Swept:
    """Send all callbacks that are due, or as many as the time allows.

    The wait is longer while the lane holds messages, because the callback's own may be among them. Raises
    `QueueUnavailable` and `TargetUnavailable`.
    """
    swept, empty = Swept(), sweep_deps.lane.read().total == 0
    first_wait = min(sweep_deps.first_wait, EMPTY_LANE_WAIT) if empty else sweep_deps.first_wait
    while remaining_seconds() > MIN_REMAINING_SECONDS and not swept.unsent:
        due = sweep_deps.repository.claim_due(limit=PORTION, first_wait=first_wait)
        if not due:
            break
        unsent = _send(sweep_deps, due, lambda: remaining_seconds() > MIN_REMAINING_SECONDS / 2)
        swept = Swept(sent=swept.sent + len(due) - unsent, unsent=unsent)
    if swept != Swept():
        logger.warning("callbacks sent again", action="sweep_callbacks", count=swept.sent, unsent=swept.unsent)
    return swept


def _send(sweep_deps: SweepDeps, due: Sequence[Callback], should_continue: Callable[[], bool]) -> int:
    """Send the callbacks, release those that the queue did not accept, and return the number of these."""
    now = sweep_deps.clock()
    bodies = [encode(message_of(callback, read_at=now)) for callback in due]
    outcomes = sweep_deps.batch_sender.send(bodies, should_continue=should_continue)
    unsent = [callback.key for callback, outcome in zip(due, outcomes, strict=True) if outcome is not SENT]
    if unsent:
        sweep_deps.repository.release(unsent)
    return len(unsent)
