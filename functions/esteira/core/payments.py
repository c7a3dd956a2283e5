"""Payment states of an order, and their order."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from esteira.core.numbers import StorableNumber


class PaymentState(StrEnum):
    """In the order in which a payment advances; a late event never moves it back. Same order as the target's type."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    PAID = "paid"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"


Amount = Annotated[StorableNumber, Field(ge=0)]
