"""Sends the callbacks whose message never reached the queue, or was lost with it. None that is dead or under way."""

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
PATIENCE_WITH_AN_EMPTY_LANE = timedelta(minutes=2)
"""In an empty lane nothing is under way; but AWS's counts lag by a minute, and the door keeps before it sends."""
SECONDS_TO_LEAVE = 10.0
"""With less time left no portion is begun: what is claimed must be sent or released."""


@dataclass(frozen=True, kw_only=True)
class SweepDeps:
    """What a sweep works with. `first_patience`: how long nothing may be heard of a message sent once."""

    repository: CallbackRepository
    lane: QueueDepthReader
    batch_sender: BatchSender
    first_patience: timedelta
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Swept:
    """How many callbacks were sent again, and how many the queue did not take; those are due next time."""

    sent: int = 0
    unsent: int = 0


def sweep_callbacks(sweep_deps: SweepDeps, *, remaining_seconds: Callable[[], float]) -> Swept:
    """Sends all that are due, or as many as the time allows. Raises `QueueUnavailable`, `TargetUnavailable`.

    A message is waited for longer while the lane holds any: it may be behind them.
    """
    swept, empty = Swept(), sweep_deps.lane.read().total == 0
    patience = min(sweep_deps.first_patience, PATIENCE_WITH_AN_EMPTY_LANE) if empty else sweep_deps.first_patience
    while remaining_seconds() > SECONDS_TO_LEAVE and not swept.unsent:
        due = sweep_deps.repository.claim_due(limit=PORTION, first_patience=patience)
        if not due:
            break
        unsent = _send(sweep_deps, due, lambda: remaining_seconds() > SECONDS_TO_LEAVE / 2)
        swept = Swept(sent=swept.sent + len(due) - unsent, unsent=unsent)
    if swept != Swept():
        logger.warning("callbacks sent again", action="sweep_callbacks", count=swept.sent, unsent=swept.unsent)
    return swept


def _send(sweep_deps: SweepDeps, due: Sequence[Callback], go_on: Callable[[], bool]) -> int:
    """How many could not be sent; nobody counts them as under way."""
    now = sweep_deps.clock()
    bodies = [encode(message_of(callback, read_at=now)) for callback in due]
    outcomes = sweep_deps.batch_sender.send(bodies, should_continue=go_on)
    unsent = [callback.key for callback, outcome in zip(due, outcomes, strict=True) if outcome is not SENT]
    if unsent:
        sweep_deps.repository.release(unsent)
    return len(unsent)
