"""The consumer: effect in the target, then the attempt log, then the acknowledgement (R7). The order is the promise:
nothing is logged as done that is not committed, and nothing is acknowledged that is not logged.

Knows no Lambda and no Celery. A door hands in deliveries and acknowledges what did not fail, or lets AWS do so.
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
    """What became of a batch. `failed` come back by themselves; `done` are to be acknowledged."""

    done: tuple[ReceivedMessage, ...]
    failed: tuple[ReceivedMessage, ...]
    counts: dict[AttemptStatus, int]

    @property
    def failed_ids(self) -> list[str]:
        """The queue's ids of the failed ones."""
        return [received_message.sqs_message_id for received_message in self.failed]


def process_batch(
    consumer: ConsumerDeps[M], received_messages: Sequence[ReceivedMessage], *, remaining_seconds: Callable[[], float]
) -> BatchResult:
    """Carries a batch through: together what is above suspicion, then each suspect alone (see `domain.suspects`)."""
    started = time.monotonic()
    passing("cons.after_receive")
    judged = parse_messages(consumer.rules, received_messages)
    poison_candidates, others = find_poison_candidates(consumer, judged.parsed_messages)
    attempts = list(judged.attempts) + apply_together(consumer, others, remaining_seconds)
    _write_down(consumer, attempts)
    if poison_candidates:
        _acknowledge(consumer, attempts)
        alone = apply_one_by_one(consumer, poison_candidates, remaining_seconds)
        _write_down(consumer, alone)
        attempts += alone
    passing("cons.before_ack")
    result = _result(attempts)
    _log(consumer, result, poison_candidates=len(poison_candidates), seconds=time.monotonic() - started)
    return result


def _write_down(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """From the target to the log to the retry delays."""
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
        failed=tuple(attempt.received_message for attempt in attempts if attempt.failure),
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
