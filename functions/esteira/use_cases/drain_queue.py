"""A poller: receive, process, delete, for a bounded time. What a Celery worker runs; Lambda's poller is AWS's own."""

import time
from collections import Counter
from threading import Event

from esteira.domain.messages import M
from esteira.domain.outcomes import Status
from esteira.errors import QueueUnavailable
from esteira.log import logger
from esteira.use_cases.consumer import Consumer
from esteira.use_cases.process_batch import process_batch

BATCH_MESSAGES = 100
SECONDS_A_BATCH = 30.0
PAUSE_SECONDS = 1.0


def drain_queue(
    consumer: Consumer[M],
    *,
    for_seconds: float,
    stop: Event,
    batch_messages: int = BATCH_MESSAGES,
    wait_seconds: int = 5,
) -> Counter[Status]:
    """Drains a lane until the time is over or `stop` is set, and answers how the attempts ended.

    The batch in hand is always finished: giving it back would cost its messages one of their five receives (R12).
    While the target is known to be down nothing is received at all (R10). A queue that does not answer is asked
    again until the time is over.
    """
    counts: Counter[Status] = Counter()
    end = time.monotonic() + for_seconds
    while time.monotonic() < end and not stop.is_set():
        if consumer.target_breaker.is_open:
            stop.wait(PAUSE_SECONDS)
            continue
        try:
            counts += _drain_once(consumer, batch_messages, wait_seconds)
        except QueueUnavailable as error:
            logger.warning("queue not reached", lane=consumer.rules.lane, error=str(error))
            stop.wait(PAUSE_SECONDS)
    return counts


def _drain_once(consumer: Consumer[M], batch_messages: int, wait_seconds: int) -> Counter[Status]:
    deliveries = consumer.inbox.receive(batch_messages, wait_seconds=wait_seconds)
    if not deliveries:
        return Counter()
    deadline = time.monotonic() + SECONDS_A_BATCH
    result = process_batch(consumer, deliveries, remaining_seconds=lambda: deadline - time.monotonic())
    refused = consumer.inbox.acknowledge(result.done)
    if refused:
        logger.warning("messages not deleted", lane=consumer.rules.lane, count=refused)
    return Counter(result.counts)
