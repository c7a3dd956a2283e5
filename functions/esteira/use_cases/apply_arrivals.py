"""Second step of a batch: the effect in the target, for all arrivals at once, and what is noted of the failures."""

from collections.abc import Sequence

from esteira.domain.attempts import Arrival, Attempt, ended, noted
from esteira.domain.messages import M
from esteira.domain.outcomes import Outcome, Trouble, failed
from esteira.errors import BadRow, TargetUnavailable
from esteira.log import logger
from esteira.use_cases.consumer import Consumer


def apply_arrivals(consumer: Consumer[M], arrivals: Sequence[Arrival[M]]) -> list[Attempt[M]]:
    """The attempts that the arrivals became. Never raises for what the database refuses or does not answer.

    If the data of one is refused, the arrivals are halved until it stands alone, so that a thousand good neighbours
    cost some twenty statements and not a thousand. An unknown COMMIT fails them all: the redelivery finds what is
    there.
    """
    if not arrivals:
        return []
    try:
        with consumer.target_breaker.guarding():
            outcomes = consumer.target.apply(arrivals)
    except BadRow as error:
        return _apart(consumer, arrivals, error)
    except TargetUnavailable as error:
        return _all(arrivals, failed(Trouble.UNAVAILABLE, str(error)))
    return [ended(arrival, outcome) for arrival, outcome in zip(arrivals, outcomes, strict=True)]


def note_failures(consumer: Consumer[M], attempts: Sequence[Attempt[M]]) -> None:
    """Keeps the failures in the target. One that cannot be kept is no more than a gap in the ledger's `retrying`."""
    failures = [failure for failure in map(noted, attempts) if failure]
    if not failures or _down(attempts):
        return
    try:
        with consumer.target_breaker.guarding():
            consumer.target.note_failures(failures)
    except (TargetUnavailable, BadRow) as error:
        logger.warning("failures not noted", lane=consumer.rules.lane, count=len(failures), error=str(error))


def _apart(consumer: Consumer[M], arrivals: Sequence[Arrival[M]], error: BadRow) -> list[Attempt[M]]:
    if len(arrivals) == 1:
        return _all(arrivals, failed(Trouble.BAD_ROW, str(error)))
    middle = len(arrivals) // 2
    return apply_arrivals(consumer, arrivals[:middle]) + apply_arrivals(consumer, arrivals[middle:])


def _all(arrivals: Sequence[Arrival[M]], outcome: Outcome) -> list[Attempt[M]]:
    return [ended(arrival, outcome) for arrival in arrivals]


def _down(attempts: Sequence[Attempt[M]]) -> bool:
    """Whether the target was found down a moment ago; nobody waits for it twice in one batch."""
    return any(attempt.failure and attempt.failure.kind is Trouble.UNAVAILABLE for attempt in attempts)
