"""Try what a dead letter, edited or not, would do: the lane's real rules and effect, rolled back."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.outcomes import Outcome
from esteira.core.errors import BadRow, InvalidMessage, Unprocessable
from esteira.core.messages import MAX_RECEIVES, MESSAGES, AnyMessage, decode
from esteira.core.queue.received_message import ReceivedMessage
from esteira.workbench.check_edit import MOST_BODY, check_edit
from esteira.workbench.deps import Rehearsal, WorkbenchDeps
from esteira.workbench.letter import FiledLetter


class RehearseLetter(BaseModel, frozen=True, extra="forbid"):
    """Body of `POST /dead-letters/{lane}/{letter}/dry-run`. Without `body` the letter is tried as it is."""

    body: Annotated[str, Field(min_length=1, max_length=MOST_BODY)] | None = None


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What would become of a message. `failure` is None if it would be applied. `changed` is false if the target has
    it already.
    """

    failure: str | None
    changed: bool


def rehearse_dead_letter(deps: WorkbenchDeps, letter: FiledLetter, body: str | None) -> Rehearsed:
    """Apply a letter, or what it would be with another body, in a transaction that is rolled back.

    While trouble is simulated, this is the attempt on which the trouble ends. Raises `Unprocessable` for a lane
    without a rehearsal, `Unprocessable` and `Conflict` for a body as `check_edit`, and `TargetUnavailable`.
    """
    rehearsal = deps.rehearsals.get(letter.lane)
    if rehearsal is None:
        raise Unprocessable(f"(the lane {letter.lane} has no rehearsal: its work cannot be undone)")
    try:
        message = check_edit(letter, body).message if body is not None else decode(MESSAGES[letter.lane], letter.body)
    except InvalidMessage as error:
        return Rehearsed(failure=f"invalid: {error}", changed=False)
    return _rehearsed(rehearsal, letter, message)


def _rehearsed(rehearsal: Rehearsal, letter: FiledLetter, message: AnyMessage) -> Rehearsed:
    attempt = min(rehearsal.rules.first_effect(message), MAX_RECEIVES)
    outcome = rehearsal.rules.validate(message, attempt)
    if outcome is None:
        try:
            (outcome,) = rehearsal.effect.apply([_parsed(letter, message, attempt)])
        except BadRow as error:
            return Rehearsed(failure=f"bad row: {error}", changed=False)
    return _told(outcome)


def _told(outcome: Outcome) -> Rehearsed:
    failure = outcome.failure
    return Rehearsed(
        failure=f"{failure.kind}: {failure.sentence}" if failure else None, changed=outcome.status == "succeeded"
    )


def _parsed(letter: FiledLetter, message: AnyMessage, attempt: int) -> ParsedMessage[Any]:
    received = ReceivedMessage(
        body=letter.body,
        sqs_message_id=letter.sqs_message_id,
        receipt_handle="",
        attempt=attempt,
        sent_at=letter.died_at,
    )
    return ParsedMessage(received_message=received, message=message)
