"""Whether a message may take effect on this attempt, told by nothing but the message and the attempt's number."""

from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.core.messages import MAX_RECEIVES, OrderMessage


def validate_order(message: OrderMessage, attempt: int, *, simulate: bool) -> Outcome | None:
    """The outcome of an order that does not get as far as the target; None if it may go there.

    While trouble is simulated, an order fails until the attempt that its message names. An order that did not
    pass its security check never goes, whatever the message says about attempts.
    """
    if simulate and attempt < message.attempts_needed:
        return failed(FailureKind.SIMULATED, _simulated_sentence(message.attempts_needed))
    if not message.payload.security_check:
        return failed(FailureKind.SECURITY_CHECK, "The order did not pass its security check.")
    return None


def first_effect_of_order(message: OrderMessage, *, simulate: bool) -> int:
    """The first attempt on which `judge_order` lets an order go to the target."""
    return message.attempts_needed if simulate else 1


def _simulated_sentence(needed: int) -> str:
    if needed > MAX_RECEIVES:
        return f"Simulated trouble: succeeds on attempt {needed}, which never comes."
    return f"Simulated trouble: succeeds on attempt {needed}."
