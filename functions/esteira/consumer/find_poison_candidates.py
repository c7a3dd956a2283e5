"""Separates poison candidates, which may have killed their last process, from the other messages (R9)."""

from collections.abc import Sequence

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.poison import has_recorded_failure, needs_recorded_failure
from esteira.core.errors import TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

Candidates = tuple[list[ParsedMessage[M]], list[ParsedMessage[M]]]


def find_poison_candidates(consumer: ConsumerDeps[M], parsed_messages: Sequence[ParsedMessage[M]]) -> Candidates[M]:
    """Return (candidates, others). Queries the target only if a message was received often enough."""
    to_check = [parsed for parsed in parsed_messages if _needs_recorded_failure(consumer, parsed)]
    if not to_check:
        return [], list(parsed_messages)
    candidates = _without_recorded_failure(consumer, to_check)
    # By identity: a batch may hold two copies of one message.
    candidate_ids = {id(candidate) for candidate in candidates}
    return candidates, [parsed for parsed in parsed_messages if id(parsed) not in candidate_ids]


def _needs_recorded_failure(consumer: ConsumerDeps[M], parsed: ParsedMessage[M]) -> bool:
    return needs_recorded_failure(parsed.attempt, consumer.rules.first_effect(parsed.message))


def _without_recorded_failure(
    consumer: ConsumerDeps[M], parsed_messages: Sequence[ParsedMessage[M]]
) -> list[ParsedMessage[M]]:
    try:
        with consumer.target_breaker.guarding():
            recorded = consumer.target.recorded_failures(parsed_messages)
    except TargetUnavailable as error:
        # Nothing is applied while the target is down, so no message can kill the process.
        logger.warning("recorded failures not read", lane=consumer.rules.lane, error=str(error))
        return []
    return [
        parsed
        for parsed in parsed_messages
        if not has_recorded_failure(parsed.attempt, recorded.get(parsed.message_id))
    ]
