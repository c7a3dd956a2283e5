"""Record dead letters of which there is no attempt: no consumer was given them, or each that was died at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import Attempt
from esteira.consumer.outcomes import FailureKind, failed
from esteira.consumer.ports import AttemptLog
from esteira.core.clock import Clock, utc_now
from esteira.core.errors import AttemptLogUnavailable, TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import MAX_RECEIVES
from esteira.core.names import Lane
from esteira.reconciliation.dead_letters import DeadLetter
from esteira.reconciliation.ports import AttemptHistory

REASON = failed(
    FailureKind.UNATTEMPTED,
    f"Received {MAX_RECEIVES} times, but no consumer recorded an attempt: "
    "the function was not invoked, or its process died each time.",
)


@dataclass(frozen=True, kw_only=True)
class AttemptStores:
    """Where attempts are recorded. `histories`: the log and the outbox. Documents expire after `life`."""

    log: AttemptLog
    histories: Sequence[AttemptHistory]
    life: timedelta
    clock: Clock = utc_now


def record_unattempted(attempt_stores: AttemptStores, lane: Lane, dead_letters: Sequence[DeadLetter]) -> int:
    """Write an attempt document for each letter that has none, and return their number.

    A message that was sent longer ago than documents live is passed over, since its attempts may have expired. While
    attempts cannot be read or written this returns 0 and only logs it.
    """
    now = attempt_stores.clock()
    recent = [letter for letter in dead_letters if letter.received_message.sent_at > now - attempt_stores.life]
    try:
        unattempted = _without_attempt(attempt_stores.histories, recent)
        if unattempted:
            attempt_stores.log.record([_document(letter, lane, now, attempt_stores.life) for letter in unattempted])
    except (AttemptLogUnavailable, TargetUnavailable) as error:
        logger.warning("dead letters without attempts not recorded", lane=lane, error=str(error))
        return 0
    return len(unattempted)


def _without_attempt(histories: Sequence[AttemptHistory], dead_letters: Sequence[DeadLetter]) -> list[DeadLetter]:
    ids = [letter.received_message.sqs_message_id for letter in dead_letters]
    attempted = frozenset[str]().union(*(history.attempted(ids) for history in histories)) if ids else frozenset()
    return [letter for letter in dead_letters if letter.received_message.sqs_message_id not in attempted]


def _document(letter: DeadLetter, lane: Lane, now: datetime, life: timedelta) -> AttemptDocument:
    # The dead-letter queue counts receives of its own.
    received_message = replace(letter.received_message, attempt=MAX_RECEIVES)
    attempt: Attempt[Any] = Attempt(received_message=received_message, message=letter.message, outcome=REASON)
    return attempt_document(attempt, lane=lane, processed_at=now, life=life)
