"""An attempt: one delivery, what it says, and how it ended."""

from dataclasses import dataclass
from typing import Generic
from uuid import UUID

from esteira.consumer.outcomes import Failure, Outcome
from esteira.core.messages import M
from esteira.core.queue.received_message import ReceivedMessage


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedMessage(Generic[M]):
    """A delivery whose message was understood and may take effect."""

    received_message: ReceivedMessage
    message: M

    @property
    def attempt(self) -> int:
        """The number of this receive."""
        return self.received_message.attempt

    @property
    def message_id(self) -> UUID:
        """The message's id, the same over all its attempts."""
        return self.message.message_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt(Generic[M]):
    """A delivery and its end. `message` is None where the body is no message of the lane."""

    received_message: ReceivedMessage
    message: M | None
    outcome: Outcome

    @property
    def attempt_id(self) -> str:
        """The same for the same receive, whoever writes it down and how often."""
        return f"{self.received_message.sqs_message_id}:{self.received_message.attempt}"

    @property
    def message_id(self) -> str:
        """The message's id; where the body tells none, the queue's own with a mark before it."""
        return str(self.message.message_id) if self.message else f"sqs:{self.received_message.sqs_message_id}"

    @property
    def failure(self) -> Failure | None:
        """What went wrong, if anything did."""
        return self.outcome.failure


def ended_attempt(parsed_message: ParsedMessage[M], outcome: Outcome) -> Attempt[M]:
    """The attempt that an arrival became."""
    return Attempt(received_message=parsed_message.received_message, message=parsed_message.message, outcome=outcome)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedFailure(Generic[M]):
    """A failed attempt as the target keeps it until the message succeeds. `error` is "<kind>: <sentence>"."""

    message: M
    attempt: int
    error: str

    @property
    def kind(self) -> str:
        """What went wrong, in a word."""
        return self.error.partition(":")[0]


def recorded_failure(attempt: Attempt[M]) -> RecordedFailure[M] | None:
    """What the target keeps of an attempt: nothing of good ends, nothing of bodies that tell no identity."""
    if attempt.failure is None or attempt.message is None:
        return None
    error = f"{attempt.failure.kind}: {attempt.failure.sentence}"
    return RecordedFailure(message=attempt.message, attempt=attempt.received_message.attempt, error=error)
