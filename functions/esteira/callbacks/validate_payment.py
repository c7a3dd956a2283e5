"""Validation of payment messages before the target. There is none, because only the target knows the order."""

from esteira.consumer.outcomes import Outcome
from esteira.core.messages import PaymentMessage


def validate_payment(_message: PaymentMessage, _attempt: int) -> Outcome | None:
    """Return None: every message is applied. The target fails it if its order has not arrived."""
    return None
