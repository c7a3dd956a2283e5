"""Takes errors from their queue: kept, then acknowledged. What cannot be read goes to the dead-letter queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from esteira.core.errors import InvalidMessage, MetricsUnavailable
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.reporting.error_message import ErrorMessage, decode_error
from esteira.failures.deps import RecoveryDeps

BATCH = 100
WAIT_SECONDS = 1
UNREADABLE_DELAY_SECONDS = 1
"""A message that cannot be read gets its five receives quickly, and then the queue moves it."""


@dataclass(frozen=True, kw_only=True)
class _Readable:
    received: ReceivedMessage
    error: ErrorMessage


def take_errors(deps: RecoveryDeps, *, should_continue: Callable[[], bool]) -> int:
    """Keep what is in the queue until it is empty. Returns how many errors. Raises `QueueUnavailable`.

    Raises `TargetUnavailable`, after which the messages in hand are received again. May be killed anywhere.
    """
    taken = 0
    while should_continue():
        received = deps.errors.receive(BATCH, wait_seconds=WAIT_SECONDS)
        passing("recovery.after_receive")
        if not received:
            break
        taken += _keep(deps, received)
    return taken


def take_counts(deps: RecoveryDeps) -> int:
    """Keep the counts of those who report, and then forget the minutes that are over. Returns how many minutes."""
    try:
        minutes = deps.counts.minutes()
        if minutes:
            deps.store.count(minutes)
            passing("recovery.after_count")
            deps.counts.forget([minute.minute for minute in minutes if minute.is_over])
    except MetricsUnavailable as error:
        logger.warning("errors not counted, tried again soon", action="recover", error=str(error))
        return 0
    return len(minutes)


def _keep(deps: RecoveryDeps, received: Sequence[ReceivedMessage]) -> int:
    readable = [found for message in received if (found := _read(message))]
    unreadable = [message for message in received if message not in {found.received for found in readable}]
    if unreadable:
        deps.errors.change_visibility([(message, UNREADABLE_DELAY_SECONDS) for message in unreadable])
    if readable:
        deps.store.keep([found.error for found in readable], deps.clock())
        passing("recovery.after_store")
        deps.errors.acknowledge([found.received for found in readable])
        passing("recovery.after_acknowledge")
    return len(readable)


def _read(message: ReceivedMessage) -> _Readable | None:
    try:
        return _Readable(received=message, error=decode_error(message.body))
    except InvalidMessage as error:
        logger.warning(
            "error message refused",
            action="recover",
            sqs_message_id=message.sqs_message_id,
            attempt=message.attempt,
            error=error.detail,
        )
        return None
