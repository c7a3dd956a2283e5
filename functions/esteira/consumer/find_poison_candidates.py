"""Parts the messages that may have killed their last process from the others (R9)."""

from collections.abc import Sequence

from esteira.consumer.attempts import Arrival
from esteira.consumer.deps import Consumer
from esteira.consumer.poison import has_alibi, needs_alibi
from esteira.core.errors import TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

Parted = tuple[list[Arrival[M]], list[Arrival[M]]]


def find_suspects(consumer: Consumer[M], arrivals: Sequence[Arrival[M]]) -> Parted[M]:
    """The suspects and the others. On ordinary days it asks the target nothing."""
    in_question = [arrival for arrival in arrivals if _in_question(consumer, arrival)]
    if not in_question:
        return [], list(arrivals)
    suspects = _without_alibi(consumer, in_question)
    found = {id(suspect) for suspect in suspects}
    return suspects, [one for one in arrivals if id(one) not in found]


def _in_question(consumer: Consumer[M], arrival: Arrival[M]) -> bool:
    return needs_alibi(arrival.attempt, consumer.rules.first_effect(arrival.message))


def _without_alibi(consumer: Consumer[M], arrivals: Sequence[Arrival[M]]) -> list[Arrival[M]]:
    try:
        with consumer.target_breaker.guarding():
            noted = consumer.target.noted_failures(arrivals)
    except TargetUnavailable as error:
        # Nothing will be applied while the target is down, so nothing can be killed by it either.
        logger.warning("no alibi could be asked for", lane=consumer.rules.lane, error=str(error))
        return []
    return [one for one in arrivals if not has_alibi(one.attempt, noted.get(one.message_id))]
