"""A poller for a bounded time: receive, process, delete. Celery workers run it; in Lambda, AWS polls the queue.

The next batch is received while one is processed and deleted, and processed when that one is deleted. So a consumer
that is killed leaves at most one batch that is done and not deleted.
"""

import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import AttemptStatus
from esteira.consumer.process_batch import process_batch
from esteira.consumer.receive_ahead import Batch, ReceiveAhead
from esteira.consumer.report_failures import report_failures
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
        """Called before a batch is processed, with its number of messages."""
        ...

    def finished(self, counts: Mapping[AttemptStatus, int], seconds: float) -> None:
        """Called after a batch, with its attempts by status and the seconds that it took."""
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

    What was received is always finished, also after the end: returning it would cost its messages one of their five
    receives (R12). While the lane is paused or the target is known to be down (R10), nothing is received. If the queue
    is not reachable, the receive is retried every second until the time is over.
    """
    counts: Counter[AttemptStatus] = Counter()
    end = time.monotonic() + for_seconds
    with ThreadPoolExecutor(1, thread_name_prefix="receive-ahead") as thread:
        poller = ReceiveAhead(
            consumer=consumer,
            thread=thread,
            goes_on=lambda: time.monotonic() < end and not stop.is_set(),
            pause=lambda: stop.wait(PAUSE_SECONDS),
            limit=batch_messages or consumer.rules.batch_messages,
            wait_seconds=wait_seconds,
        )
        for received_messages in poller.batches():
            counts += _process(consumer, received_messages, observer)
    return counts


def _process(consumer: ConsumerDeps[M], received_messages: Batch, observer: Observer) -> Counter[AttemptStatus]:
    started = time.monotonic()
    observer.holding(len(received_messages))
    deadline = started + SECONDS_A_BATCH + consumer.rules.batch_seconds
    result = process_batch(consumer, received_messages, remaining_seconds=lambda: deadline - time.monotonic())
    refused = consumer.queue_receiver.acknowledge(result.done)
    if refused:
        logger.warning("messages not deleted", lane=consumer.rules.lane, count=refused)
    observer.finished(result.counts, time.monotonic() - started)
    report_failures(consumer, result.failed_attempts)
    return Counter(result.counts)
