"""Translation between Lambda's batch events and the consumer's core.

AWS deletes the whole batch if the answer is `None`, `{}` or an empty list. The answer is therefore always a list, and
after an unexpected error it names every message.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from esteira.consumer.attempt_counts import attempts_counted
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.process_batch import process_batch
from esteira.consumer.report_failures import component, report_failures
from esteira.core.announcing.wiring import announce
from esteira.core.http.counting import counted
from esteira.core.http.time_left import seconds_left
from esteira.core.log import logger
from esteira.core.messages import M
from esteira.core.names import Lane
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.reporting.error_report import report_of
from esteira.core.reporting.wiring import report

WHOLE_BATCH = ""
"""An empty identifier makes AWS redeliver the whole batch."""


def answer(
    event: Mapping[str, Any], context: Any, lane: Lane, consumer: Callable[[], ConsumerDeps[M]]
) -> dict[str, Any]:
    """Process a batch and return the failed messages; all of them after an unexpected error."""
    try:
        return _failures(_consume(event, context, lane, consumer))
    except Exception as error:
        logger.exception("batch failed, all messages are redelivered")
        report([report_of(error, component=component(lane), place=f"{component(lane)}.batch")])
        return _failures(_all_ids(event))


def _consume(event: Mapping[str, Any], context: Any, lane: Lane, consumer: Callable[[], ConsumerDeps[M]]) -> list[str]:
    """Return the ids of failed messages. One announcement carries the counts of attempts and of the invocation."""
    attempts: dict[str, int] = {}
    with counted(f"consume_{lane}", lambda invocation: announce(lane, {**attempts, **invocation})):
        received_messages = [_received_message(record) for record in event["Records"]]
        deps = consumer()
        result = process_batch(deps, received_messages, remaining_seconds=seconds_left(context))
        attempts.update(attempts_counted(lane, result.counts))
    report_failures(deps, result.failed_attempts)
    return result.failed_ids


def _received_message(record: Mapping[str, Any]) -> ReceivedMessage:
    attributes = record["attributes"]
    return ReceivedMessage(
        body=record["body"],
        sqs_message_id=record["messageId"],
        receipt_handle=record["receiptHandle"],
        attempt=int(attributes["ApproximateReceiveCount"]),
        sent_at=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
    )


def _all_ids(event: Mapping[str, Any]) -> list[str]:
    try:
        return [record["messageId"] for record in event["Records"]]
    except (KeyError, TypeError):
        return [WHOLE_BATCH]


def _failures(ids: list[str]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": each} for each in ids]}
