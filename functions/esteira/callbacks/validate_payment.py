"""Whether a payment message may take effect: always, since only the target knows its order."""

from esteira.consumer.outcomes import Outcome
from esteira.core.messages import PaymentMessage


def validate_payment(_message: PaymentMessage, _attempt: int) -> Outcome | None:
    """Nothing stops a payment before the target; there it may find its order missing."""
    return None
