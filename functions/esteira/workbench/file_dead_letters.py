"""File what a dead-letter queue holds, so that it can be searched: a queue can only be received from."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from esteira.core.names import Lane
from esteira.reconciliation.dead_letters import DeadLetter, MessageKey
from esteira.reconciliation.read_dead_letters import all_dead_letters
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.letter import Cause, FiledLetter, Filing, letter_fingerprint

NO_MESSAGE = "invalid: The body is no message of this lane."
NO_RECORD = "unrecorded: No attempt of this message is recorded."


@dataclass(frozen=True, kw_only=True)
class Filed:
    """The counts of a filing. `complete`: no letter was hidden, so those that were not seen are gone."""

    letters: int
    forgotten: int
    complete: bool


def file_dead_letters(deps: WorkbenchDeps, lane: Lane) -> Filed:
    """Read a dead-letter queue once and file each letter, which stays in the queue, hidden during the reading.

    Letters that are no longer there are forgotten, unless another reader holds some. Raises `Unavailable`.
    """
    redrive_deps, started = deps.redrive_deps(lane), deps.clock()
    depth = redrive_deps.dead_letter_depth.read()
    complete, letters = depth.in_flight == 0, 0
    with closing(all_dead_letters(lane, redrive_deps.dead_letters)) as portions:
        # All are seen when their number is: to receive once more would only hide them for another second.
        while letters < depth.visible and (portion := next(portions, None)):
            deps.store.keep(_filed_portion(deps, lane, portion, started))
            letters += len(portion)
    forgotten = deps.store.forget_unseen(lane, started) if complete else 0
    seconds = (deps.clock() - started).total_seconds()
    deps.store.keep_filing(Filing(lane=lane, at=started, letters=letters, complete=complete, seconds=max(seconds, 0.0)))
    return Filed(letters=letters, forgotten=forgotten, complete=complete)


def _filed_portion(
    deps: WorkbenchDeps, lane: Lane, portion: Sequence[DeadLetter], now: datetime
) -> Sequence[FiledLetter]:
    causes = deps.causes.of([letter.key for letter in portion if letter.key])
    return [_filed(lane, letter, causes, now) for letter in portion]


def _filed(lane: Lane, letter: DeadLetter, causes: Mapping[MessageKey, Cause], now: datetime) -> FiledLetter:
    received_message, message, key = letter.received_message, letter.message, letter.key
    cause = causes.get(key) if key else None
    error = cause.error if cause else NO_RECORD if message else NO_MESSAGE
    return FiledLetter(
        lane=lane,
        sqs_message_id=received_message.sqs_message_id,
        message_id=message.message_id if message else None,
        key=str(key) if key else None,
        source=getattr(message, "source", None),
        body=received_message.body,
        error=error,
        fingerprint=letter_fingerprint(lane, error),
        attempt=cause.attempt if cause else 0,
        died_at=cause.died_at if cause else received_message.sent_at,
        filed_at=now,
    )
