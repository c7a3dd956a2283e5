"""A poller: receive, process, delete, for a bounded time. What a Celery worker runs; Lambda's poller is AWS's own."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import AttemptStatus
from esteira.consumer.process_batch import process_batch
from esteira.core.errors import QueueUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

BATCH_MESSAGES = 100
SECONDS_A_BATCH = 30.0
PAUSE_SECONDS = 1.0
WAIT_SECONDS = 2
"""A receive that has begun cannot be taken back: so long it may still bring messages after a pause or a stop."""


class Observer(Protocol):
    """Hears of every batch that was not empty, in the poller's thread; it must neither wait nor raise."""

    def holding(self, messages: int) -> None:
        """So many messages have been received, and are in hand from now on."""
        ...

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        """None is in hand any more: how their attempts ended, and how long all of it took since they were received."""
        ...


@dataclass(frozen=True, kw_only=True)
class NobodyWatches:
    """The observer where there is none."""

    def holding(self, messages: int) -> None:
        """See `Observer.holding`."""

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        """See `Observer.finished`."""


UNWATCHED = NobodyWatches()


def drain_queue(  # noqa: PLR0913 - options
    consumer: ConsumerDeps[M],
    *,
    for_seconds: float,
    stop: Event,
    observer: Observer = UNWATCHED,
    batch_messages: int = BATCH_MESSAGES,
    wait_seconds: int = WAIT_SECONDS,
) -> Counter[AttemptStatus]:
    """Drains a lane until the time is over or `stop` is set, and answers how the attempts ended.

    The batch in hand is always finished: giving it back would cost its messages one of their five receives (R12).
    While the lane is paused, or the target is known to be down (R10), nothing is received at all. A queue that does
    not answer is asked again until the time is over.
    """
    counts: Counter[AttemptStatus] = Counter()
    end = time.monotonic() + for_seconds
    while time.monotonic() < end and not stop.is_set():
        if not consumer.may_receive:
            stop.wait(PAUSE_SECONDS)
            continue
        try:
            counts += _drain_once(consumer, observer, batch_messages, wait_seconds)
        except QueueUnavailable as error:
            logger.warning("queue not reached", lane=consumer.rules.lane, error=str(error))
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
    deadline = received_at + SECONDS_A_BATCH
    result = process_batch(consumer, received_messages, remaining_seconds=lambda: deadline - time.monotonic())
    refused = consumer.queue_receiver.acknowledge(result.done)
    if refused:
        logger.warning("messages not deleted", lane=consumer.rules.lane, count=refused)
    observer.finished(result.counts, time.monotonic() - received_at)
    return Counter(result.counts)
