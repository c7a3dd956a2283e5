"""Reports the failed attempts of a batch, after it is over. Never fails a batch."""

from collections.abc import Sequence
from typing import Any

from esteira.consumer.attempts import Attempt
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import Failure, FailureKind
from esteira.core.clock import Clock
from esteira.core.messages import MAX_RECEIVES
from esteira.core.names import Lane
from esteira.core.queue.received_message import body_hash
from esteira.core.reporting.error_report import ErrorKind, ErrorReport, LaneMessage, report_of

KINDS: dict[FailureKind, ErrorKind] = {
    FailureKind.INVALID: ErrorKind.PAYLOAD,
    FailureKind.SECURITY_CHECK: ErrorKind.PAYLOAD,
    FailureKind.CONFLICT: ErrorKind.PAYLOAD,
    FailureKind.BAD_ROW: ErrorKind.PAYLOAD,
    FailureKind.UNKNOWN_ORDER: ErrorKind.PAYLOAD,
    FailureKind.SIMULATED: ErrorKind.SIMULATED,
    FailureKind.PROVIDERS_DOWN: ErrorKind.PROVIDER,
    FailureKind.NO_ANSWER: ErrorKind.PROVIDER,
    FailureKind.UNAVAILABLE: ErrorKind.DATABASE,
}
"""The other kinds of failure are of a process."""

TRANSIENT = frozenset({FailureKind.UNAVAILABLE, FailureKind.PROVIDERS_DOWN, FailureKind.OUT_OF_TIME})
"""What five receives may not outlast, and what is no fault of the message."""


def report_failures(consumer: ConsumerDeps[Any], attempts: Sequence[Attempt[Any]]) -> None:
    """Report failed attempts, each with its message."""
    lane, clock = consumer.rules.lane, consumer.clock
    consumer.report([_report(lane, clock, attempt, attempt.failure) for attempt in attempts if attempt.failure])


def report_error(consumer: ConsumerDeps[Any], error: Exception) -> None:
    """Report an error of a whole batch or receive, whose messages are redelivered."""
    lane = consumer.rules.lane
    consumer.report([report_of(error, component=component(lane), place=f"{component(lane)}.batch")])


def component(lane: Lane) -> str:
    """Return the name under which the consumers of a lane report, in Lambda and in workers."""
    return f"consumer.{lane}"


def _report(lane: Lane, clock: Clock, attempt: Attempt[Any], failure: Failure) -> ErrorReport:
    received = attempt.received_message
    is_last = received.attempt >= MAX_RECEIVES
    return ErrorReport(
        kind=KINDS.get(failure.kind, ErrorKind.PROCESS),
        component=component(lane),
        # A group of their own: what a lane tries again must not use up the messages of what it gives up.
        place=f"{component(lane)}.{'last_receive' if is_last else 'receive'}",
        cause=f"{failure.kind}: {failure.sentence}",
        original=received.body,
        message=LaneMessage(
            lane=lane,
            subject=str(attempt.message.message_id) if attempt.message else body_hash(received.body),
            receive=attempt.attempt_id,
            attempt=received.attempt,
            is_last=is_last,
            is_transient=failure.kind in TRANSIENT,
        ),
        at=clock(),
    )
