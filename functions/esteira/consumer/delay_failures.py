"""Last step of a batch: each failed message is told when to come back (R7 step 5, R10)."""

from collections.abc import Sequence

from esteira.consumer.attempts import Attempt
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import PERMANENT, Failure, FailureKind
from esteira.consumer.retry import RetryPolicy
from esteira.core.log import logger
from esteira.core.messages import MAX_RECEIVES, M


def delay_failures(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """Sets the visibility of every failed message. A refusal costs that message the queue's own, longer, time."""
    failed = [(attempt, attempt.failure) for attempt in attempts if attempt.failure]
    if not failed:
        return
    retry = consumer.retry_now
    refused = consumer.queue_receiver.change_visibility(
        [(one.received_message, _delay(consumer, retry, one, failure)) for one, failure in failed]
    )
    if refused:
        logger.warning("retry delays refused by the queue", lane=consumer.rules.lane, count=refused)


def _delay(consumer: ConsumerDeps[M], retry: RetryPolicy, attempt: Attempt[M], failure: Failure) -> int:
    """Whole seconds. After the last receive nothing is waited for: what follows is the move to the dead letters."""
    number = attempt.received_message.attempt
    if failure.kind is FailureKind.OUT_OF_TIME:
        return 0
    if failure.kind is FailureKind.UNAVAILABLE and consumer.target_breaker.is_open:
        return consumer.outage_delay_seconds
    hopeless = failure.kind in PERMANENT or number >= MAX_RECEIVES
    return retry.delay(number, permanent=hopeless, chance=consumer.chance)
