"""First step of a batch: parses and validates each received message. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from esteira.consumer.attempts import Attempt, ParsedMessage, ended_attempt
from esteira.consumer.deps import LaneRules
from esteira.consumer.outcomes import FailureKind, failed
from esteira.core.errors import InvalidMessage
from esteira.core.log import logger
from esteira.core.messages import M, decode
from esteira.core.queue.received_message import ReceivedMessage


@dataclass(frozen=True, kw_only=True)
class ParsedBatch(Generic[M]):
    """A parsed batch: attempts that have ended already, and messages to apply to the target."""

    attempts: Sequence[Attempt[M]]
    parsed_messages: Sequence[ParsedMessage[M]]


def parse_messages(rules: LaneRules[M], received_messages: Sequence[ReceivedMessage]) -> ParsedBatch[M]:
    """Parse the messages. Those that are invalid or may not be applied on this attempt become ended attempts."""
    results = [_parse(rules, received_message) for received_message in received_messages]
    return ParsedBatch(
        attempts=[item for item in results if isinstance(item, Attempt)],
        parsed_messages=[item for item in results if isinstance(item, ParsedMessage)],
    )


def _parse(rules: LaneRules[M], received_message: ReceivedMessage) -> Attempt[M] | ParsedMessage[M]:
    try:
        message = decode(rules.model, received_message.body)
    except InvalidMessage as error:
        return _invalid(rules, received_message, error)
    parsed_message = ParsedMessage(received_message=received_message, message=message)
    outcome = rules.validate(message, received_message.attempt)
    return ended_attempt(parsed_message, outcome) if outcome else parsed_message


def _invalid(rules: LaneRules[M], received_message: ReceivedMessage, error: InvalidMessage) -> Attempt[M]:
    outcome = failed(FailureKind.INVALID, error.detail)
    logger.warning(
        "message refused",
        lane=rules.lane,
        sqs_message_id=received_message.sqs_message_id,
        attempt=received_message.attempt,
        error=outcome.failure and outcome.failure.sentence,
    )
    return Attempt(received_message=received_message, message=None, outcome=outcome)
