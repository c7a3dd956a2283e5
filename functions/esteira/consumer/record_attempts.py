"""Third step of a batch: records every ended attempt. Never fails a message."""

from collections.abc import Sequence

from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import Attempt
from esteira.consumer.deps import ConsumerDeps
from esteira.core.errors import AttemptLogUnavailable, BadRow, TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M


def record_attempts(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """Write all attempts to the attempt log; if it is unavailable, to the outbox; if that is too, to the logs."""
    if not attempts:
        return
    now, life, lane = consumer.clock(), consumer.log_life, consumer.rules.lane
    documents = [attempt_document(attempt, lane=lane, processed_at=now, life=life) for attempt in attempts]
    try:
        with consumer.log_breaker.guarding():
            consumer.log.record(documents)
    except AttemptLogUnavailable as error:
        _keep_in_outbox(consumer, documents, error)


def _keep_in_outbox(
    consumer: ConsumerDeps[M], documents: Sequence[AttemptDocument], reason: AttemptLogUnavailable
) -> None:
    try:
        with consumer.target_breaker.guarding():
            consumer.outbox.keep(documents)
    except (TargetUnavailable, BadRow):
        for document in documents:
            _log_attempt(document)
        return
    logger.warning("attempts kept in outbox", lane=consumer.rules.lane, count=len(documents), error=str(reason))


def _log_attempt(document: AttemptDocument) -> None:
    logger.error(
        "attempt not recorded",
        lane=document["lane"],
        message_id=document["message_id"],
        sqs_message_id=document["sqs_message_id"],
        attempt=document["attempt"],
        status=document["status"],
        error=document["error"],
    )
