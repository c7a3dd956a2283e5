"""Second step of a batch: applies the parsed messages to the target, and records there what failed."""

from collections.abc import Callable, Sequence

from esteira.consumer.attempts import Attempt, ParsedMessage, ended_attempt, recorded_failure
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.consumer.ports import Effect
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

RESERVE_SECONDS = 3.0
"""For what comes after the last poison candidate."""
CHILD_START_SECONDS = 10.0
"""Timeout for the start of the child process."""

OUT_OF_TIME = failed(FailureKind.OUT_OF_TIME, "Too little time was left to start.")


def apply_together(
    consumer: ConsumerDeps[M], parsed_messages: Sequence[ParsedMessage[M]], remaining_seconds: Callable[[], float]
) -> list[Attempt[M]]:
    """Apply all messages in one transaction if possible. Errors of the database become failed attempts."""
    if remaining_seconds() < consumer.rules.batch_seconds:
        return _attempts_with(parsed_messages, OUT_OF_TIME)
    return _apply(consumer, consumer.target, parsed_messages)


def apply_one_by_one(
    consumer: ConsumerDeps[M], poison_candidates: Sequence[ParsedMessage[M]], remaining_seconds: Callable[[], float]
) -> list[Attempt[M]]:
    """Apply each poison candidate on its own, in a child process that it may kill without harm (R9)."""
    seconds_each = RESERVE_SECONDS + consumer.rules.candidate_seconds
    if remaining_seconds() < seconds_each + CHILD_START_SECONDS:
        return _attempts_with(poison_candidates, OUT_OF_TIME)
    attempts: list[Attempt[M]] = []
    with consumer.subprocess_target() as effect:
        for candidate in poison_candidates:
            in_time = remaining_seconds() >= seconds_each
            attempts += _apply(consumer, effect, [candidate]) if in_time else _attempts_with([candidate], OUT_OF_TIME)
    return attempts


def record_failures(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """Store the failures in the target, even if it was unavailable a moment ago: a recorded failure clears a message
    of being a poison candidate. Bodies that are no message are kept there too. A failure that cannot be stored is
    missing in the ledger's `retrying` until the next attempt.
    """
    failures = [failure for failure in map(recorded_failure, attempts) if failure]
    foreign = [attempt.received_message for attempt in attempts if attempt.message is None]
    if not (failures or foreign):
        return
    try:
        with consumer.target_breaker.guarding():
            if failures:
                consumer.target.record_failures(failures)
            if foreign:
                consumer.foreign_messages.keep(consumer.rules.lane, foreign)
    except (TargetUnavailable, BadRow) as error:
        count = len(failures) + len(foreign)
        logger.warning("failures not recorded", lane=consumer.rules.lane, count=count, error=str(error))


def _apply(
    consumer: ConsumerDeps[M], effect: Effect[M], parsed_messages: Sequence[ParsedMessage[M]]
) -> list[Attempt[M]]:
    """Apply the messages, and halve them while the database refuses the data of one: isolating it among a thousand
    takes some twenty statements instead of a thousand. A COMMIT with unknown result fails all: the redelivery decides.
    """
    if not parsed_messages:
        return []
    try:
        with consumer.target_breaker.guarding():
            outcomes = effect.apply(parsed_messages)
    except BadRow as error:
        return _split(consumer, effect, parsed_messages, error)
    except TargetUnavailable as error:
        return _attempts_with(parsed_messages, failed(FailureKind.UNAVAILABLE, str(error)))
    return [ended_attempt(parsed, outcome) for parsed, outcome in zip(parsed_messages, outcomes, strict=True)]


def _split(
    consumer: ConsumerDeps[M], effect: Effect[M], parsed_messages: Sequence[ParsedMessage[M]], error: BadRow
) -> list[Attempt[M]]:
    if len(parsed_messages) == 1:
        return _attempts_with(parsed_messages, failed(FailureKind.BAD_ROW, str(error)))
    middle = len(parsed_messages) // 2
    return _apply(consumer, effect, parsed_messages[:middle]) + _apply(consumer, effect, parsed_messages[middle:])


def _attempts_with(parsed_messages: Sequence[ParsedMessage[M]], outcome: Outcome) -> list[Attempt[M]]:
    return [ended_attempt(parsed, outcome) for parsed in parsed_messages]
