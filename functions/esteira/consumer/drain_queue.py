"""A poller for a bounded time: receive, process, delete. Celery workers run it; in Lambda, AWS polls the queue."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import AttemptStatus
from esteira.consumer.process_batch import process_batch
from esteira.consumer.report_failures import report_error, report_failures
from esteira.core.errors import QueueUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

SECONDS_A_BATCH = 30.0
"""Beside the time without which the lane starts no batch."""
PAUSE_SECONDS = 1.0
WAIT_SECONDS = 2
"""Long poll. A started receive cannot be cancelled, so messages may still arrive this long after a pause or stop."""


class Observer(Protocol):
    """Is notified of every non-empty batch, in the poller's thread. Must neither block nor raise."""

    def holding(self, messages: int) -> None:
        """Called after a receive, with the number of messages now in hand."""
        ...

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        """Called after a batch, with its attempts by status and the seconds since its receive."""
        ...


@dataclass(frozen=True, kw_only=True)
class NullObserver:
    """Ignores all notifications."""

    def holding(self, messages: int) -> None:
        """See `Observer.holding`."""

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        """See `Observer.finished`."""


NULL_OBSERVER = NullObserver()


def drain_queue(  # noqa: PLR0913 - options
    consumer: ConsumerDeps[M],
    *,
    for_seconds: float,
    stop: Event,
    observer: Observer = NULL_OBSERVER,
    batch_messages: int | None = None,
    wait_seconds: int = WAIT_SECONDS,
) -> Counter[AttemptStatus]:
    """Drain a lane until the time is over or `stop` is set. Returns the number of attempts by status.

    The batch in hand is always finished: returning it would cost its messages one of their five receives (R12).
    While the lane is paused or the target is known to be down (R10), nothing is received. If the queue is not
    reachable, the receive is retried every second until the time is over.
    """
    counts: Counter[AttemptStatus] = Counter()
    end = time.monotonic() + for_seconds
    while time.monotonic() < end and not stop.is_set():
        if not consumer.may_receive:
            stop.wait(PAUSE_SECONDS)
            continue
        try:
            counts += _drain_once(consumer, observer, batch_messages or consumer.rules.batch_messages, wait_seconds)
        except QueueUnavailable as error:
            logger.warning("queue not reachable", lane=consumer.rules.lane, error=str(error))
            report_error(consumer, error)
            stop.wait(PAUSE_SECONDS)
    return counts


def _drain_once(
    consumer: ConsumerDeps[M], observer: Observer, batch_messages: int, wait_seconds: int
) -> Counter[AttemptStatus]:
    received_messages = consumer.queue_receiver.receive(batch_messages, wait_seconds=wait_seconds)
    if not received_messages:
        return Counter()
    received_at = time.monotonic()
    observer.holding(len(received_messages))
    deadline = received_at + SECONDS_A_BATCH + consumer.rules.batch_seconds
    result = process_batch(consumer, received_messages, remaining_seconds=lambda: deadline - time.monotonic())
    refused = consumer.queue_receiver.acknowledge(result.done)
    if refused:
        logger.warning("messages not deleted", lane=consumer.rules.lane, count=refused)
    observer.finished(result.counts, time.monotonic() - received_at)
    report_failures(consumer, result.failed_attempts)
    return Counter(result.counts)
