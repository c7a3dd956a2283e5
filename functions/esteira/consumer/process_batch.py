"""The consumer: effect in the target, then the attempt log, then the acknowledgement (R7). The order is the promise:
nothing is logged as done that is not committed, and nothing is acknowledged that is not logged.

Knows no Lambda and no Celery. A door hands in deliveries and acknowledges what did not fail, or lets AWS do so.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from esteira.consumer.apply_messages import apply_alone, apply_together, note_failures
from esteira.consumer.attempts import Attempt
from esteira.consumer.delay_failures import hide_failures
from esteira.consumer.deps import Consumer
from esteira.consumer.find_poison_candidates import find_suspects
from esteira.consumer.outcomes import Status
from esteira.consumer.parse_messages import judge_deliveries
from esteira.consumer.record_attempts import record_attempts
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.messages import M
from esteira.core.queue.received_message import Delivery


@dataclass(frozen=True, kw_only=True)
class BatchResult:
    """What became of a batch. `failed` come back by themselves; `done` are to be acknowledged."""

    done: tuple[Delivery, ...]
    failed: tuple[Delivery, ...]
    counts: dict[Status, int]

    @property
    def failed_ids(self) -> list[str]:
        """The queue's ids of the failed ones."""
        return [delivery.sqs_message_id for delivery in self.failed]


def process_batch(
    consumer: Consumer[M], deliveries: Sequence[Delivery], *, remaining_seconds: Callable[[], float]
) -> BatchResult:
    """Carries a batch through: together what is above suspicion, then each suspect alone (see `domain.suspects`)."""
    started = time.monotonic()
    passing("cons.after_receive")
    judged = judge_deliveries(consumer.rules, deliveries)
    suspects, others = find_suspects(consumer, judged.arrivals)
    attempts = list(judged.attempts) + apply_together(consumer, others, remaining_seconds)
    _write_down(consumer, attempts)
    if suspects:
        _acknowledge(consumer, attempts)
        alone = apply_alone(consumer, suspects, remaining_seconds)
        _write_down(consumer, alone)
        attempts += alone
    passing("cons.before_ack")
    result = _result(attempts)
    _log(consumer, result, suspects=len(suspects), seconds=time.monotonic() - started)
    return result


def _write_down(consumer: Consumer[M], attempts: Sequence[Attempt[M]]) -> None:
    """From the target to the log to the retry delays."""
    note_failures(consumer, attempts)
    passing("cons.after_commit")
    record_attempts(consumer, attempts)
    passing("cons.after_mongo")
    hide_failures(consumer, attempts)


def _acknowledge(consumer: Consumer[M], attempts: Sequence[Attempt[M]]) -> None:
    consumer.inbox.acknowledge([attempt.delivery for attempt in attempts if not attempt.failure])


def _result(attempts: Sequence[Attempt[Any]]) -> BatchResult:
    return BatchResult(
        done=tuple(attempt.delivery for attempt in attempts if not attempt.failure),
        failed=tuple(attempt.delivery for attempt in attempts if attempt.failure),
        counts=dict(Counter(attempt.outcome.status for attempt in attempts)),
    )


def _log(consumer: Consumer[M], result: BatchResult, *, suspects: int, seconds: float) -> None:
    logger.info(
        "batch processed",
        lane=consumer.rules.lane,
        count=len(result.done) + len(result.failed),
        outcomes={status.value: number for status, number in result.counts.items()},
        suspects=suspects,
        duration_seconds=round(seconds, 4),
    )
