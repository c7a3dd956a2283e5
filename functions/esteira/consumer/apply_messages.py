"""Second step of a batch: the effect in the target, for all arrivals at once, and what is noted of the failures."""

from collections.abc import Callable, Sequence

from esteira.consumer.attempts import Attempt, ParsedMessage, ended_attempt, recorded_failure
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.consumer.ports import Effect
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

SECONDS_TO_LEAVE = 3.0
"""What is not begun when less time is left goes back to the queue at once."""
SECONDS_ALONE = 5.0
"""The most that one suspect may take."""
SECONDS_TO_START = 10.0
"""The most that the process may take in which they are tried."""

OUT_OF_TIME = failed(FailureKind.OUT_OF_TIME, "Too little time was left to begin.")


def apply_together(
    consumer: ConsumerDeps[M], parsed_messages: Sequence[ParsedMessage[M]], remaining_seconds: Callable[[], float]
) -> list[Attempt[M]]:
    """The attempts that the arrivals became. Never raises for what the database refuses or does not answer."""
    if remaining_seconds() < SECONDS_TO_LEAVE:
        return _all(parsed_messages, OUT_OF_TIME)
    return _apply(consumer, consumer.target, parsed_messages)


def apply_one_by_one(
    consumer: ConsumerDeps[M], poison_candidates: Sequence[ParsedMessage[M]], remaining_seconds: Callable[[], float]
) -> list[Attempt[M]]:
    """The attempts that suspects became, each on its own, in a process that they may kill."""
    if remaining_seconds() < SECONDS_TO_LEAVE + SECONDS_ALONE + SECONDS_TO_START:
        return _all(poison_candidates, OUT_OF_TIME)
    attempts: list[Attempt[M]] = []
    with consumer.subprocess_target() as effect:
        for poison_candidate in poison_candidates:
            in_time = remaining_seconds() >= SECONDS_TO_LEAVE + SECONDS_ALONE
            attempts += (
                _apply(consumer, effect, [poison_candidate])
                if in_time
                else [ended_attempt(poison_candidate, OUT_OF_TIME)]
            )
    return attempts


def record_failures(consumer: ConsumerDeps[M], attempts: Sequence[Attempt[M]]) -> None:
    """Keeps the failures in the target, also when it has just not answered: it may be back, and the note is an alibi.

    A failure that cannot be kept is a gap in the ledger's `retrying` until the next attempt.
    """
    failures = [failure for failure in map(recorded_failure, attempts) if failure]
    if not failures:
        return
    try:
        with consumer.target_breaker.guarding():
            consumer.target.record_failures(failures)
    except (TargetUnavailable, BadRow) as error:
        logger.warning("failures not noted", lane=consumer.rules.lane, count=len(failures), error=str(error))


def _apply(
    consumer: ConsumerDeps[M], effect: Effect[M], parsed_messages: Sequence[ParsedMessage[M]]
) -> list[Attempt[M]]:
    """If the data of one is refused, the arrivals are halved until it stands alone: a thousand good neighbours then
    cost some twenty statements and not a thousand. An unknown COMMIT fails all: a redelivery finds what is there.
    """
    if not parsed_messages:
        return []
    try:
        with consumer.target_breaker.guarding():
            outcomes = effect.apply(parsed_messages)
    except BadRow as error:
        return _split(consumer, effect, parsed_messages, error)
    except TargetUnavailable as error:
        return _all(parsed_messages, failed(FailureKind.UNAVAILABLE, str(error)))
    return [
        ended_attempt(parsed_message, outcome)
        for parsed_message, outcome in zip(parsed_messages, outcomes, strict=True)
    ]


def _split(
    consumer: ConsumerDeps[M], effect: Effect[M], parsed_messages: Sequence[ParsedMessage[M]], error: BadRow
) -> list[Attempt[M]]:
    if len(parsed_messages) == 1:
        return _all(parsed_messages, failed(FailureKind.BAD_ROW, str(error)))
    middle = len(parsed_messages) // 2
    return _apply(consumer, effect, parsed_messages[:middle]) + _apply(consumer, effect, parsed_messages[middle:])


def _all(parsed_messages: Sequence[ParsedMessage[M]], outcome: Outcome) -> list[Attempt[M]]:
    return [ended_attempt(parsed_message, outcome) for parsed_message in parsed_messages]
