"""Parts the messages that may have killed their last process from the others (R9)."""

from collections.abc import Sequence

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.poison import has_recorded_failure, needs_recorded_failure
from esteira.core.errors import TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

Candidates = tuple[list[ParsedMessage[M]], list[ParsedMessage[M]]]


def find_poison_candidates(consumer: ConsumerDeps[M], parsed_messages: Sequence[ParsedMessage[M]]) -> Candidates[M]:
    """The suspects and the others. On ordinary days it asks the target nothing."""
    in_question = [parsed_message for parsed_message in parsed_messages if _in_question(consumer, parsed_message)]
    if not in_question:
        return [], list(parsed_messages)
    poison_candidates = _without_recorded_failure(consumer, in_question)
    found = {id(poison_candidate) for poison_candidate in poison_candidates}
    return poison_candidates, [one for one in parsed_messages if id(one) not in found]


def _in_question(consumer: ConsumerDeps[M], parsed_message: ParsedMessage[M]) -> bool:
    return needs_recorded_failure(parsed_message.attempt, consumer.rules.first_effect(parsed_message.message))


def _without_recorded_failure(
    consumer: ConsumerDeps[M], parsed_messages: Sequence[ParsedMessage[M]]
) -> list[ParsedMessage[M]]:
    try:
        with consumer.target_breaker.guarding():
            recorded = consumer.target.recorded_failures(parsed_messages)
    except TargetUnavailable as error:
        # Nothing will be applied while the target is down, so nothing can be killed by it either.
        logger.warning("no alibi could be asked for", lane=consumer.rules.lane, error=str(error))
        return []
    return [one for one in parsed_messages if not has_recorded_failure(one.attempt, recorded.get(one.message_id))]
