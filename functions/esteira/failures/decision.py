"""What becomes of an error: sent again after a growing delay, parked with the reason, or noted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from esteira.core.reporting.error_message import ErrorMessage
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import Failure, FailureState

MOST_TRIES = 5
FIRST_DELAY = timedelta(minutes=1)
DELAY_GROWTH = 4
LONGEST_DELAY = timedelta(hours=1)

NOBODYS = "Nothing to send: who called was told, and what runs on a schedule runs again."
LANE_TRIES = "Its lane tries it again."
NOT_WHOLE = (
    "May succeed later, but its original was not kept whole (too long, or redacted): its dead letter can be redriven."
)
EXHAUSTED = f"Failed again each of the {MOST_TRIES} times that it was sent to its lane."
WILL_BE_SENT = "May succeed later: its original will be sent to its lane again."
PARKED_BECAUSE = {
    ErrorKind.PAYLOAD: "Its lane gave it up. As it is it would fail again: correct what it refers to first.",
    ErrorKind.SIMULATED: "Its lane gave it up, as the simulation of trouble meant it to.",
}
GAVE_UP = "Its lane gave it up, and the error does not say whether a later try can succeed."


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The state of a failure, why, and when its original is sent again."""

    state: FailureState
    reason: str
    due_at: datetime | None = None


def decide(error: ErrorMessage, tries: int, now: datetime) -> Decision:
    """Return what becomes of an error whose original was sent again so often before."""
    if error.lane is None:
        return Decision(state=FailureState.NOTED, reason=NOBODYS)
    if not error.is_last:
        return Decision(state=FailureState.NOTED, reason=LANE_TRIES)
    if not error.is_transient:
        return _parked(PARKED_BECAUSE.get(error.kind, GAVE_UP))
    if not error.original_is_whole:
        return _parked(NOT_WHOLE)
    if tries >= MOST_TRIES:
        return _parked(EXHAUSTED)
    return Decision(state=FailureState.WAITING, reason=WILL_BE_SENT, due_at=now + delay(tries))


def delay(tries: int) -> timedelta:
    """Return how long an original waits that was sent again so often before: 1, 4, 16 minutes, then an hour."""
    grown: timedelta = FIRST_DELAY * DELAY_GROWTH ** min(tries, MOST_TRIES)
    return min(grown, LONGEST_DELAY)


def is_news(error: ErrorMessage, failure: Failure) -> bool:
    """Whether an error changes its failure: not one that was received before, nor a receive that others follow."""
    if error.report_id == failure.report_id:
        return False
    return error.is_last or failure.state is FailureState.NOTED


def changed(failure: Failure, error: ErrorMessage, now: datetime) -> Failure:
    """Return the failure after an error that is news."""
    decision = decide(error, failure.tries, now)
    return replace(
        new_failure(error, now),
        state=decision.state,
        reason=decision.reason,
        due_at=decision.due_at,
        tries=failure.tries,
        created_at=failure.created_at,
    )


def new_failure(error: ErrorMessage, now: datetime) -> Failure:
    """Return the failure of its first error."""
    decision = decide(error, 0, now)
    return Failure(
        id=error.failure_id,
        fingerprint=error.fingerprint,
        kind=error.kind,
        component=error.component,
        place=error.place,
        cause=error.cause,
        original=error.original,
        original_is_whole=error.original_is_whole,
        lane=error.lane,
        attempt=error.attempt,
        state=decision.state,
        reason=decision.reason,
        tries=0,
        due_at=decision.due_at,
        reported_at=error.at,
        created_at=now,
        changed_at=now,
        report_id=error.report_id,
    )


def _parked(reason: str) -> Decision:
    return Decision(state=FailureState.PARKED, reason=reason)
