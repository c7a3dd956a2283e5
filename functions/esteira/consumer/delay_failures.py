"""Last step of a batch: sets the retry delay of each failed message (R7 step 5, R10)."""

from collections.abc import Sequence

from esteira.consumer.attempts import Attempt
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import PERMANENT, Failure, FailureKind
from esteira.consumer.retry import RetryPolicy
from esteira.core.log import logger
from esteira.core.messages import MAX_RECEIVES, M


def delay_failures(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """Set the visibility timeout of every failed message. One that SQS refuses keeps the queue's longer default."""
    failed = [(attempt, attempt.failure) for attempt in attempts if attempt.failure]
    if not failed:
        return
    retry = consumer.current_retry
    refused = consumer.queue_receiver.change_visibility(
        [(attempt.received_message, _delay(consumer, retry, attempt, failure)) for attempt, failure in failed]
    )
    if refused:
        logger.warning("retry delays refused by the queue", lane=consumer.rules.lane, count=refused)


def _delay(consumer: ConsumerDeps[M], retry: RetryPolicy, attempt: Attempt[M], failure: Failure) -> int:
    """Return the delay in whole seconds.

    None if there was no time to start, `outage_delay_seconds` while the target is down, one second if the failure is
    permanent or the message has no receive left, else the retry policy's.
    """
    number = attempt.received_message.attempt
    if failure.kind is FailureKind.OUT_OF_TIME:
        return 0
    if failure.kind is FailureKind.UNAVAILABLE and consumer.target_breaker.is_open:
        return consumer.outage_delay_seconds
    permanent = failure.kind in PERMANENT or number >= MAX_RECEIVES
    return retry.delay(number, permanent=permanent, rng=consumer.rng)
