"""First step of a batch: look inside each delivery and decide how far it may go. Touches nothing outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from esteira.consumer.attempts import Arrival, Attempt, ended
from esteira.consumer.deps import LaneRules
from esteira.consumer.outcomes import Trouble, failed
from esteira.core.errors import InvalidMessage
from esteira.core.log import logger
from esteira.core.messages import M, decode
from esteira.core.queue.received_message import Delivery


@dataclass(frozen=True, kw_only=True)
class Judged(Generic[M]):
    """A batch after the look inside: attempts that have ended already, and arrivals that go on to the target."""

    attempts: Sequence[Attempt[M]]
    arrivals: Sequence[Arrival[M]]


def judge_deliveries(rules: LaneRules[M], deliveries: Sequence[Delivery]) -> Judged[M]:
    """Sorts out what is no message of the lane and what may not take effect on this attempt."""
    judged = [_judge(rules, delivery) for delivery in deliveries]
    return Judged(
        attempts=[item for item in judged if isinstance(item, Attempt)],
        arrivals=[item for item in judged if isinstance(item, Arrival)],
    )


def _judge(rules: LaneRules[M], delivery: Delivery) -> Attempt[M] | Arrival[M]:
    try:
        message = decode(rules.model, delivery.body)
    except InvalidMessage as error:
        return _not_understood(rules, delivery, error)
    arrival = Arrival(delivery=delivery, message=message)
    outcome = rules.judge(message, delivery.attempt)
    return ended(arrival, outcome) if outcome else arrival


def _not_understood(rules: LaneRules[M], delivery: Delivery, error: InvalidMessage) -> Attempt[M]:
    outcome = failed(Trouble.INVALID, error.detail)
    logger.warning(
        "message refused",
        lane=rules.lane,
        sqs_message_id=delivery.sqs_message_id,
        attempt=delivery.attempt,
        error=outcome.failure and outcome.failure.sentence,
    )
    return Attempt(delivery=delivery, message=None, outcome=outcome)
