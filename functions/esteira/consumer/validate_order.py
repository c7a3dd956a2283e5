"""Decides from the message and the attempt number alone whether an order may be applied on this attempt."""

from esteira.consumer.outcomes import FailureKind, Outcome, failed
from esteira.core.messages import MAX_RECEIVES, OrderMessage


def validate_order(message: OrderMessage, attempt: int, *, simulate: bool) -> Outcome | None:
    """Return the failure of an order that must not be applied, or None if it may be.

    While trouble is simulated, an order fails until the attempt that its message names. An order that did not
    pass its security check is never applied, whatever its message says about attempts.
    """
    if simulate and attempt < message.attempts_needed:
        return failed(FailureKind.SIMULATED, _simulated_sentence(message.attempts_needed))
    if not message.payload.security_check:
        return failed(FailureKind.SECURITY_CHECK, "The order did not pass its security check.")
    return None


def first_effect_of_order(message: OrderMessage, *, simulate: bool) -> int:
    """Return the first attempt on which `validate_order` lets an order be applied."""
    return message.attempts_needed if simulate else 1


def _simulated_sentence(needed: int) -> str:
    if needed > MAX_RECEIVES:
        return f"Simulated trouble: succeeds on attempt {needed}, but a message has only {MAX_RECEIVES}."
    return f"Simulated trouble: succeeds on attempt {needed}."
