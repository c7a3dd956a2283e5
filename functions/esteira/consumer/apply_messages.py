"""Second step of a batch: the effect in the target, for all arrivals at once, and what is noted of the failures."""

from collections.abc import Callable, Sequence

from esteira.consumer.attempts import Arrival, Attempt, ended, noted
from esteira.consumer.deps import Consumer
from esteira.consumer.outcomes import Outcome, Trouble, failed
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

OUT_OF_TIME = failed(Trouble.OUT_OF_TIME, "Too little time was left to begin.")


def apply_together(
    consumer: Consumer[M], arrivals: Sequence[Arrival[M]], remaining_seconds: Callable[[], float]
) -> list[Attempt[M]]:
    """The attempts that the arrivals became. Never raises for what the database refuses or does not answer."""
    if remaining_seconds() < SECONDS_TO_LEAVE:
        return _all(arrivals, OUT_OF_TIME)
    return _apply(consumer, consumer.target, arrivals)


def apply_alone(
    consumer: Consumer[M], suspects: Sequence[Arrival[M]], remaining_seconds: Callable[[], float]
) -> list[Attempt[M]]:
    """The attempts that suspects became, each on its own, in a process that they may kill."""
    if remaining_seconds() < SECONDS_TO_LEAVE + SECONDS_ALONE + SECONDS_TO_START:
        return _all(suspects, OUT_OF_TIME)
    attempts: list[Attempt[M]] = []
    with consumer.isolated() as effect:
        for suspect in suspects:
            in_time = remaining_seconds() >= SECONDS_TO_LEAVE + SECONDS_ALONE
            attempts += _apply(consumer, effect, [suspect]) if in_time else [ended(suspect, OUT_OF_TIME)]
    return attempts


def note_failures(consumer: Consumer[M], attempts: Sequence[Attempt[M]]) -> None:
    """Keeps the failures in the target, also when it has just not answered: it may be back, and the note is an alibi.

    A failure that cannot be kept is a gap in the ledger's `retrying` until the next attempt.
    """
    failures = [failure for failure in map(noted, attempts) if failure]
    if not failures:
        return
    try:
        with consumer.target_breaker.guarding():
            consumer.target.note_failures(failures)
    except (TargetUnavailable, BadRow) as error:
        logger.warning("failures not noted", lane=consumer.rules.lane, count=len(failures), error=str(error))


def _apply(consumer: Consumer[M], effect: Effect[M], arrivals: Sequence[Arrival[M]]) -> list[Attempt[M]]:
    """If the data of one is refused, the arrivals are halved until it stands alone: a thousand good neighbours then
    cost some twenty statements and not a thousand. An unknown COMMIT fails all: a redelivery finds what is there.
    """
    if not arrivals:
        return []
    try:
        with consumer.target_breaker.guarding():
            outcomes = effect.apply(arrivals)
    except BadRow as error:
        return _apart(consumer, effect, arrivals, error)
    except TargetUnavailable as error:
        return _all(arrivals, failed(Trouble.UNAVAILABLE, str(error)))
    return [ended(arrival, outcome) for arrival, outcome in zip(arrivals, outcomes, strict=True)]


def _apart(consumer: Consumer[M], effect: Effect[M], arrivals: Sequence[Arrival[M]], error: BadRow) -> list[Attempt[M]]:
    if len(arrivals) == 1:
        return _all(arrivals, failed(Trouble.BAD_ROW, str(error)))
    middle = len(arrivals) // 2
    return _apply(consumer, effect, arrivals[:middle]) + _apply(consumer, effect, arrivals[middle:])


def _all(arrivals: Sequence[Arrival[M]], outcome: Outcome) -> list[Attempt[M]]:
    return [ended(arrival, outcome) for arrival in arrivals]
