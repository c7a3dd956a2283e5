"""The consumer: effect in the target, then the attempt log, then the acknowledgement (R7). The order is the promise:
nothing is logged as done that is not committed, and nothing is acknowledged that is not logged.

Knows no Lambda and no Celery. A door hands in deliveries and acknowledges what did not fail, or lets AWS do so.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from esteira.domain.attempts import Arrival, Attempt, ended
from esteira.domain.deliveries import Delivery
from esteira.domain.messages import M
from esteira.domain.outcomes import Status, Trouble, failed
from esteira.failpoints import passing
from esteira.log import logger
from esteira.use_cases.apply_arrivals import apply_arrivals, note_failures
from esteira.use_cases.consumer import Consumer
from esteira.use_cases.find_suspects import find_suspects
from esteira.use_cases.hide_failures import hide_failures
from esteira.use_cases.judge_deliveries import judge_deliveries
from esteira.use_cases.record_attempts import record_attempts

SECONDS_TO_LEAVE = 3.0
"""What is not begun when less time is left goes back to the queue at once."""


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
    attempts = _carry(consumer, judged.attempts, others, remaining_seconds)
    if suspects:
        _acknowledge(consumer, attempts)
    for suspect in suspects:
        alone = _carry(consumer, (), (suspect,), remaining_seconds)
        _acknowledge(consumer, alone)
        attempts += alone
    result = _result(attempts)
    _log(consumer, result, suspects=len(suspects), seconds=time.monotonic() - started)
    return result


def _carry(
    consumer: Consumer[M],
    decided: Sequence[Attempt[M]],
    arrivals: Sequence[Arrival[M]],
    remaining_seconds: Callable[[], float],
) -> list[Attempt[M]]:
    """Some messages from the target to the log to their retry delays."""
    attempts = list(decided) + _apply(consumer, arrivals, remaining_seconds())
    note_failures(consumer, attempts)
    passing("cons.after_commit")
    record_attempts(consumer, attempts)
    passing("cons.after_mongo")
    hide_failures(consumer, attempts)
    passing("cons.before_ack")
    return attempts


def _apply(consumer: Consumer[M], arrivals: Sequence[Arrival[M]], seconds_left: float) -> list[Attempt[M]]:
    if seconds_left >= SECONDS_TO_LEAVE:
        return apply_arrivals(consumer, arrivals)
    outcome = failed(Trouble.OUT_OF_TIME, "Too little time was left to begin.")
    return [ended(arrival, outcome) for arrival in arrivals]


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
