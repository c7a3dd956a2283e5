"""Attempts: a received message, its parsed contents, and the outcome."""

from dataclasses import dataclass
from typing import Generic
from uuid import UUID

from esteira.consumer.outcomes import Failure, Outcome
from esteira.core.messages import M
from esteira.core.queue.received_message import ReceivedMessage


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedMessage(Generic[M]):
    """A received message whose body is valid and which may be applied on this attempt."""

    received_message: ReceivedMessage
    message: M

    @property
    def attempt(self) -> int:
        """The receive count, from 1."""
        return self.received_message.attempt

    @property
    def message_id(self) -> UUID:
        """The id of the message, the same for all its attempts."""
        return self.message.message_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt(Generic[M]):
    """A received message and its outcome. `message` is None if the body is not a valid message of the lane."""

    received_message: ReceivedMessage
    message: M | None
    outcome: Outcome

    @property
    def attempt_id(self) -> str:
        """The id of this receive: stable, so that repeated writes of it are idempotent."""
        return attempt_id(self.received_message.sqs_message_id, self.received_message.attempt)

    @property
    def message_id(self) -> str:
        """The id of the message; without a valid body the queue's id, prefixed with `sqs:`."""
        return str(self.message.message_id) if self.message else f"sqs:{self.received_message.sqs_message_id}"

    @property
    def failure(self) -> Failure | None:
        """The failure, or None for a success or duplicate."""
        return self.outcome.failure


def attempt_id(sqs_message_id: str, attempt: int) -> str:
    """Return the id of one receive of a message."""
    return f"{sqs_message_id}:{attempt}"


def ended_attempt(parsed_message: ParsedMessage[M], outcome: Outcome) -> Attempt[M]:
    """Return the attempt of a parsed message with its outcome."""
    return Attempt(received_message=parsed_message.received_message, message=parsed_message.message, outcome=outcome)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedFailure(Generic[M]):
    """A failed attempt as the target stores it until the message succeeds. `error` is "<kind>: <sentence>"."""

    message: M
    attempt: int
    error: str

    @property
    def kind(self) -> str:
        """The kind of failure."""
        return self.error.partition(":")[0]


def recorded_failure(attempt: Attempt[M]) -> RecordedFailure[M] | None:
    """Return what the target stores of an attempt. None for successes and for bodies without a valid identity."""
    if attempt.failure is None or attempt.message is None:
        return None
    error = f"{attempt.failure.kind}: {attempt.failure.sentence}"
    return RecordedFailure(message=attempt.message, attempt=attempt.received_message.attempt, error=error)
