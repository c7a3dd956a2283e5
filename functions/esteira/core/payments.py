"""Payment states of an order, and their order."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from esteira.core.names import one_of


class PaymentState(StrEnum):
    """In the order in which a payment advances; a late event never moves it back. Same order as the target's type."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    PAID = "paid"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"


State = Annotated[PaymentState, BeforeValidator(one_of(PaymentState))]
"""A payment state or its name."""
