"""Payment states of an order, and their order."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator


class PaymentState(StrEnum):
    """In the order in which a payment advances; a late event never moves it back. Same order as the target's type."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    PAID = "paid"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"


def _state(value: Any) -> Any:
    try:
        return PaymentState(value)
    except ValueError:
        raise ValueError(f"is none of {', '.join(PaymentState)}") from None


State = Annotated[PaymentState, BeforeValidator(_state)]
"""A payment state or its name."""
