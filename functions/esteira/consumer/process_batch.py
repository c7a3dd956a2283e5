"""Processes a batch: applies it to the target, then writes the attempt log, then acknowledges (R7). Because of this
order nothing is logged as done that is not committed, and nothing is acknowledged that is not logged.

Independent of Lambda and Celery: a door passes received messages and acknowledges what did not fail, or AWS does.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from esteira.consumer.apply_messages import apply_one_by_one, apply_together, record_failures
from esteira.consumer.attempts import Attempt
from esteira.consumer.delay_failures import delay_failures
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.find_poison_candidates import find_poison_candidates
from esteira.consumer.outcomes import AttemptStatus
from esteira.consumer.parse_messages import parse_messages
from esteira.consumer.record_attempts import record_attempts
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.messages import M
from esteira.core.queue.received_message import ReceivedMessage


@dataclass(frozen=True, kw_only=True)
class BatchResult:
    """The result of a batch: `done` must be acknowledged, the others are redelivered.

    `counts` are attempts by status.
    """

    done: tuple[ReceivedMessage, ...]
    failed_attempts: tuple[Attempt[Any], ...]
    counts: dict[AttemptStatus, int]

    @property
    def failed(self) -> tuple[ReceivedMessage, ...]:
        """The messages that are redelivered."""
        return tuple(attempt.received_message for attempt in self.failed_attempts)

    @property
    def failed_ids(self) -> list[str]:
        """The SQS message ids of the failed messages."""
        return [received_message.sqs_message_id for received_message in self.failed]


def process_batch(
    consumer: ConsumerDeps[M], received_messages: Sequence[ReceivedMessage], *, remaining_seconds: Callable[[], float]
) -> BatchResult:
    """Process a batch: all ordinary messages together, then each poison candidate alone (see `poison`)."""
    started = time.monotonic()
    passing("cons.after_receive")
    parsed = parse_messages(consumer.rules, received_messages)
    poison_candidates, others = find_poison_candidates(consumer, parsed.parsed_messages)
    attempts = list(parsed.attempts) + apply_together(consumer, others, remaining_seconds)
    _record(consumer, attempts)
    if poison_candidates:
        _acknowledge(consumer, attempts)
        alone = apply_one_by_one(consumer, poison_candidates, remaining_seconds)
        _record(consumer, alone)
        attempts += alone
    passing("cons.before_ack")
    result = _result(attempts)
    _log(consumer, result, poison_candidates=len(poison_candidates), seconds=time.monotonic() - started)
    return result


def _record(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """Record failures in the target, then attempts in the log, then set the retry delays."""
    record_failures(consumer, attempts)
    passing("cons.after_commit")
    record_attempts(consumer, attempts)
    passing("cons.after_mongo")
    delay_failures(consumer, attempts)


def _acknowledge(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    consumer.queue_receiver.acknowledge([attempt.received_message for attempt in attempts if not attempt.failure])


def _result(attempts: Sequence[Attempt[Any]]) -> BatchResult:
    return BatchResult(
        done=tuple(attempt.received_message for attempt in attempts if not attempt.failure),
        failed_attempts=tuple(attempt for attempt in attempts if attempt.failure),
        counts=dict(Counter(attempt.outcome.status for attempt in attempts)),
    )


def _log(consumer: ConsumerDeps[M], result: BatchResult, *, poison_candidates: int, seconds: float) -> None:
    logger.info(
        "batch processed",
        lane=consumer.rules.lane,
        count=len(result.done) + len(result.failed),
        outcomes={status.value: number for status, number in result.counts.items()},
        poison_candidates=poison_candidates,
        duration_seconds=round(seconds, 4),
    )
